package io.lokivector.tck.conformance;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.DocumentRequest.Count;
import io.lokivector.spi.request.DocumentRequest.DeleteDocument;
import io.lokivector.spi.request.DocumentRequest.Find;
import io.lokivector.spi.request.DocumentRequest.FindOne;
import io.lokivector.spi.request.DocumentRequest.GetDocument;
import io.lokivector.spi.request.DocumentRequest.PatchDocument;
import io.lokivector.spi.request.DocumentRequest.Remove;
import io.lokivector.spi.request.DocumentRequest.ReplaceDocument;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.WriteRequest.Bulk;
import io.lokivector.spi.request.WriteRequest.BulkDone;
import io.lokivector.spi.request.WriteRequest.BulkFailed;
import io.lokivector.spi.request.WriteRequest.BulkItem;
import io.lokivector.spi.request.WriteRequest.Clear;
import io.lokivector.spi.request.WriteRequest.DeleteOne;
import io.lokivector.spi.request.WriteRequest.UpdateMany;
import io.lokivector.spi.request.WriteRequest.UpdateOne;
import io.lokivector.spi.transport.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recorded operations on documents. */
final class DocumentOperations {
    private final FeatureContext context;

    DocumentOperations(FeatureContext context) {
        this.context = context;
    }

    /** What is observed, or nothing if it is no operation on documents. */
    Optional<Map<String, @Nullable Object>> observe(Map<String, @Nullable Object> step) {
        final String collection = context.collection(step);
        return Optional.ofNullable(
                switch (String.valueOf(step.get("op"))) {
                    case "insert", "insertMany" -> insert(collection, step.get("docs"));
                    case "get" -> result(get(collection, idOf(step.get("id"))));
                    case "by" -> result(by(collection, step));
                    case "find" -> result(find(collection, query(step)));
                    case "ids" -> Map.of("ids", PlainValue.ids(find(collection, query(step))));
                    case "count" ->
                            Map.of("count", context.ask(new Count(collection, query(step))));
                    case "replace" -> result(replace(collection, step.get("id"), step.get("doc")));
                    case "updateRaw" -> {
                        final Map<String, @Nullable Object> document =
                                PlainValue.object(step.get("doc"));
                        yield result(replace(collection, document.get("$loki"), document));
                    }
                    case "patch" -> result(patch(collection, step));
                    case "updateOne" -> result(updateOne(collection, step));
                    case "updateMany" ->
                            result(
                                    context.ask(
                                                    new UpdateMany(
                                                            collection,
                                                            query(step),
                                                            update(step),
                                                            false))
                                            .documents());
                    case "deleteOne" ->
                            deleted(
                                    context.ask(new DeleteOne(collection, query(step))).isPresent()
                                            ? 1
                                            : 0);
                    case "deleteMany" -> deleted(context.ask(new Remove(collection, query(step))));
                    case "remove", "removeId" -> result(removeId(collection, idOf(step.get("id"))));
                    case "removeQuery" ->
                            Map.of("removed", context.ask(new Remove(collection, query(step))));
                    case "clear" -> {
                        context.ask(new Clear(collection));
                        yield FeatureContext.ok();
                    }
                    default -> null;
                });
    }

    private static Map<String, @Nullable Object> result(@Nullable Object result) {
        return Collections.singletonMap("result", result);
    }

    private static Map<String, @Nullable Object> deleted(long count) {
        return result(Map.of("deletedCount", count));
    }

    private static Map<String, @Nullable Object> query(Map<String, @Nullable Object> step) {
        return PlainValue.object(step.getOrDefault("query", Map.of()));
    }

    private static Map<String, @Nullable Object> update(Map<String, @Nullable Object> step) {
        return PlainValue.object(step.get("update"));
    }

    /** Ids may be given as text; what is no number can only be refused. */
    private static long idOf(@Nullable Object id) {
        try {
            return Long.parseLong(String.valueOf(id));
        } catch (NumberFormatException e) {
            throw new Caller.RefusedException(
                    Problem.of(ErrorCode.BAD_REQUEST, "no id of a document: " + id));
        }
    }

    /**
     * The original inserts one after the other and stops at the first that is bad, which is an
     * ordered bulk write; one of one document gives that document.
     */
    private Map<String, @Nullable Object> insert(String collection, @Nullable Object documents) {
        final List<Object> operations = new ArrayList<>();
        final boolean isList = documents instanceof List<?>;
        final List<? extends @Nullable Object> each =
                isList ? PlainValue.list(documents) : Collections.singletonList(documents);
        each.forEach(document ->
                operations.add(
                        Map.of("insertOne", Collections.singletonMap("document", document))));
        final List<Long> ids = new ArrayList<>();
        for (final BulkItem item :
                context.ask(new Bulk(collection, operations, false, true)).items()) {
            switch (item) {
                case final BulkDone done -> ids.addAll(done.ids());
                case BulkFailed(var code, var message, var details) ->
                        throw new Caller.RefusedException(new Problem(code, message, details));
                default -> throw new AssertionError("skipped before anything failed");
            }
        }
        final List<Map<String, @Nullable Object>> inserted =
                ids.isEmpty() ? List.of() : find(collection, Map.of("$loki", Map.of("$in", ids)));
        return Map.of("result", inserted.size() == 1 ? inserted.getFirst() : inserted, "ids", ids);
    }

    private @Nullable Object get(String collection, long id) {
        return context.ask(new GetDocument(collection, id)).orElse(null);
    }

    private @Nullable Object by(String collection, Map<String, @Nullable Object> step) {
        final Map<String, @Nullable Object> query =
                Map.of(
                        String.valueOf(step.get("field")),
                        Collections.singletonMap("$eq", step.get("value")));
        return context.ask(new FindOne(collection, query, FindOptions.none())).orElse(null);
    }

    private List<Map<String, @Nullable Object>> find(
            String collection, Map<String, @Nullable Object> query) {
        return context.ask(new Find(collection, query, FindOptions.none()));
    }

    private Map<String, @Nullable Object> replace(
            String collection, @Nullable Object id, @Nullable Object document) {
        return context.ask(
                new ReplaceDocument(
                        collection, idOf(id), PlainValue.object(document), Optional.empty()));
    }

    private Map<String, @Nullable Object> patch(
            String collection, Map<String, @Nullable Object> step) {
        final Map<String, @Nullable Object> update = new LinkedHashMap<>();
        update.put("$set", step.get("set"));
        if (step.containsKey("unset")) {
            update.put("$unset", step.get("unset"));
        }
        return context.ask(
                new PatchDocument(collection, idOf(step.get("id")), update, Optional.empty()));
    }

    private @Nullable Object updateOne(String collection, Map<String, @Nullable Object> step) {
        return context
                .ask(new UpdateOne(collection, query(step), update(step), false))
                .documents()
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** The removed document was recorded without what the database had added to it. */
    private Map<String, @Nullable Object> removeId(String collection, long id) {
        final Optional<Map<String, @Nullable Object>> before =
                context.ask(new GetDocument(collection, id));
        context.ask(new DeleteDocument(collection, id, Optional.empty()));
        final Map<String, @Nullable Object> removed = new LinkedHashMap<>(before.orElseThrow());
        removed.remove("$loki");
        removed.remove("meta");
        return removed;
    }
}
