package io.lokivector.tck.history;

import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.tck.history.CollectionOperation.NewDocument;
import io.lokivector.tck.history.CollectionResult.Found;
import io.lokivector.tck.history.CollectionResult.Inserted;
import io.lokivector.tck.history.CollectionResult.Number;
import io.lokivector.tck.history.CollectionResult.Refused;
import io.lokivector.tck.history.CollectionResult.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks an engine for what a {@link CollectionOperation} says. Thread-safe. */
final class CollectionCaller {
    private static final String KEY = "k";
    private static final String VALUE = "v";
    private static final String TAG = "t";
    private static final FindOptions GREATEST =
            new FindOptions(List.of(List.of(VALUE, true), TAG), 0, Optional.of(1), List.of());

    private final RequestHandler handler;
    private final Call call;
    private final String collection;

    CollectionCaller(RequestHandler handler, Credentials credentials, String collection) {
        this.handler = handler;
        this.call = new Call(credentials, "test", "127.0.0.1", "test");
        this.collection = collection;
    }

    /** What came of it; empty if the answer does not say whether it happened. */
    Optional<CollectionResult> ask(CollectionOperation operation) {
        return switch (operation) {
            case CollectionOperation.Insert(var documents, _) ->
                    ask(
                            new DocumentRequest.Insert(
                                    collection,
                                    documents.stream().map(CollectionCaller::document).toList()),
                            inserted -> new Inserted(inserted.ids()));
            case CollectionOperation.SetValue(var key, var value) ->
                    ask(
                            new DocumentRequest.Update(
                                    collection,
                                    Map.of(KEY, key),
                                    Map.of("$set", Map.of(VALUE, value))),
                            Number::new);
            case CollectionOperation.RaiseFrom(var from) ->
                    ask(
                            new DocumentRequest.Update(
                                    collection, from(from), Map.of("$inc", Map.of(VALUE, 1L))),
                            Number::new);
            case CollectionOperation.RemoveFrom(var from) ->
                    ask(new DocumentRequest.Remove(collection, from(from)), Number::new);
            case CollectionOperation.ReplaceIf(var id, var revision, var document) ->
                    ask(
                            new DocumentRequest.ReplaceDocument(
                                    collection, id, document(document), Optional.of(revision)),
                            replaced -> found(List.of(replaced)));
            case CollectionOperation.DeleteIf(var id, var revision) ->
                    ask(
                            new DocumentRequest.DeleteDocument(
                                    collection, id, Optional.of(revision)),
                            _ -> new Number(1));
            case CollectionOperation.FindFrom(var from) -> find(from(from), FindOptions.none());
            case CollectionOperation.FindKey(var key) -> find(Map.of(KEY, key), FindOptions.none());
            case CollectionOperation.FindGreatest() -> find(Map.of(), GREATEST);
            case CollectionOperation.CountFrom(var from) ->
                    ask(new DocumentRequest.Count(collection, from(from)), Number::new);
            case CollectionOperation.Get(var id) ->
                    ask(
                            new DocumentRequest.GetDocument(collection, id),
                            document -> found(document.stream().toList()));
        };
    }

    private static Map<String, @Nullable Object> from(long from) {
        return Map.of(VALUE, Map.of("$gte", from));
    }

    private static Map<String, @Nullable Object> document(NewDocument document) {
        return Map.of(KEY, document.key(), VALUE, document.value(), TAG, document.tag());
    }

    private Optional<CollectionResult> find(
            Map<String, @Nullable Object> query, FindOptions options) {
        return ask(new DocumentRequest.Find(collection, query, options), CollectionCaller::found);
    }

    private static long whole(@Nullable Object value) {
        if (value instanceof final java.lang.Number number) {
            return number.longValue();
        }
        throw new AssertionError("not a number: " + value);
    }

    private static CollectionResult found(List<Map<String, @Nullable Object>> documents) {
        final Map<Long, Version> found = new TreeMap<>();
        for (final Map<String, @Nullable Object> document : documents) {
            if (!(document.get("meta") instanceof final Map<?, ?> meta)) {
                throw new AssertionError("a document without meta: " + document);
            }
            final Version version =
                    new Version(
                            whole(meta.get("revision")),
                            String.valueOf(document.get(KEY)),
                            whole(document.get(VALUE)),
                            whole(document.get(TAG)));
            if (found.put(whole(document.get("$loki")), version) != null) {
                throw new AssertionError("a document was given twice: " + documents);
            }
        }
        return new Found(found);
    }

    private <R> Optional<CollectionResult> ask(
            Request<R> request, Function<R, CollectionResult> result) {
        return switch (handler.handle(call, request)) {
            case Outcome.Answered<R>(R value, _) -> Optional.of(result.apply(value));
            case Outcome.Refused<R>(var problem, _) ->
                    switch (problem.code()) {
                        case CONFLICT -> Optional.of(Refused.CONFLICT);
                        case PRECONDITION_FAILED -> Optional.of(Refused.STALE);
                        case NOT_FOUND -> Optional.of(Refused.MISSING);
                        case UNAVAILABLE -> Optional.empty();
                        default -> throw new AssertionError(request.name() + ": " + problem);
                    };
        };
    }
}
