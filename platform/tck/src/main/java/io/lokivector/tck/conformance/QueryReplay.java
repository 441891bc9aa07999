package io.lokivector.tck.conformance;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.CollectionRequest.CreateCollection;
import io.lokivector.spi.request.DocumentRequest.Count;
import io.lokivector.spi.request.DocumentRequest.Find;
import io.lokivector.spi.request.DocumentRequest.FindOne;
import io.lokivector.spi.request.DocumentRequest.Insert;
import io.lokivector.spi.request.DocumentRequest.Remove;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.WriteRequest.Clear;
import io.lokivector.spi.request.WriteRequest.UpdateMany;
import io.lokivector.spi.transport.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replays recorded queries through requests; for one thread.
 *
 * <p>It has one collection for each set of indexes, emptied between cases, and filled anew only if
 * the documents are others or were changed.
 */
final class QueryReplay {
    private final Caller caller;
    private final String prefix;
    private final Map<String, Filled> collections = new HashMap<>();

    /** A replay whose collections have names that begin so. */
    QueryReplay(Caller caller, String prefix) {
        this.caller = caller;
        this.prefix = prefix;
    }

    /** A collection, and what is in it. */
    private record Filled(String name, @Nullable Object documents) {}

    /**
     * What is answered.
     *
     * @param anyOrder whether the order of the ids does not count
     */
    Map<String, @Nullable Object> answer(Recorded recording, boolean indexed, boolean anyOrder) {
        final Map<String, @Nullable Object> options = recording.object("options");
        final List<@Nullable Object> indices =
                indexed && options.containsKey("indices")
                        ? PlainValue.list(options.get("indices"))
                        : List.of();
        final String collection = filled(indices, recording);
        final Map<String, @Nullable Object> query = recording.object("query");
        try {
            return switch (String.valueOf(options.getOrDefault("mode", "find"))) {
                case "findOne" ->
                        Map.of(
                                "ids",
                                caller.ask(new FindOne(collection, query, FindOptions.none()))
                                        .map(document -> PlainValue.ids(List.of(document)))
                                        .orElse(List.of()));
                case "count" -> Map.of("count", caller.ask(new Count(collection, query)));
                case "remove" -> removed(collection, query);
                case "update" ->
                        updated(collection, query, PlainValue.object(options.get("update")));
                default -> {
                    final List<Long> ids = ids(collection, query, options(options));
                    yield Map.of("ids", anyOrder ? Set.copyOf(ids) : ids);
                }
            };
        } catch (Caller.RefusedException e) {
            return switch (e.problem().code()) {
                case BAD_REQUEST -> Map.of("error", true);
                default -> throw e;
            };
        }
    }

    private String filled(List<@Nullable Object> indices, Recorded recording) {
        final String key = indices.toString();
        final Filled known = collections.get(key);
        final @Nullable Object documents = recording.fields().get("documents");
        if (known != null && Objects.equals(documents, known.documents)) {
            return known.name;
        }
        final String name = known == null ? prefix + collections.size() : known.name;
        if (known == null) {
            caller.ask(new CreateCollection(name, Map.of("indices", indices)));
        } else {
            caller.ask(new Clear(name));
        }
        caller.ask(new Insert(name, PlainValue.objects(documents)));
        collections.put(key, new Filled(name, documents));
        return name;
    }

    private void forget(String collection) {
        collections.replaceAll((_, filled) ->
                filled.name.equals(collection) ? new Filled(collection, null) : filled);
    }

    private static FindOptions options(Map<String, @Nullable Object> options) {
        final Map<String, @Nullable Object> given = new LinkedHashMap<>(options);
        given.keySet().retainAll(List.of("sort", "offset", "limit"));
        try {
            return FindOptions.schema().bind(given, "");
        } catch (LokiVectorException e) {
            throw new Caller.RefusedException(Problem.of(e));
        }
    }

    private List<Long> ids(
            String collection, Map<String, @Nullable Object> query, FindOptions options) {
        return PlainValue.ids(caller.ask(new Find(collection, query, options)));
    }

    private List<Map<String, @Nullable Object>> all(String collection) {
        return caller.ask(new Find(collection, Map.of(), FindOptions.none()));
    }

    private Map<String, @Nullable Object> removed(
            String collection, Map<String, @Nullable Object> query) {
        final List<Long> ids = ids(collection, query, FindOptions.none());
        forget(collection);
        final long count = caller.ask(new Remove(collection, query));
        if (count != ids.size()) {
            throw new AssertionError("found " + ids + ", but removed " + count);
        }
        return Map.of("ids", ids, "remaining", PlainValue.ids(all(collection)));
    }

    private Map<String, @Nullable Object> updated(
            String collection,
            Map<String, @Nullable Object> query,
            Map<String, @Nullable Object> update) {
        forget(collection);
        final List<Long> ids =
                PlainValue.ids(
                        caller.ask(new UpdateMany(collection, query, update, false)).documents());
        final List<Object> revisions = new ArrayList<>();
        final List<Object> documents = new ArrayList<>();
        for (final Map<String, @Nullable Object> document : all(collection)) {
            revisions.add(
                    PlainValue.number(PlainValue.object(document.get("meta")).get("revision")));
            final Map<String, @Nullable Object> shown = new LinkedHashMap<>(document);
            shown.remove("meta");
            documents.add(shown);
        }
        return Map.of("ids", ids, "documents", documents, "revisions", revisions);
    }
}
