package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentCursor;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.request.SearchRequest;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Speaks to an engine in requests, for tests that read like its use. */
public final class EngineClient {
    private final RequestHandler handler;
    private final Call call;

    /** A client that shows these credentials. */
    public EngineClient(RequestHandler handler, Credentials credentials) {
        this.handler = handler;
        this.call = new Call(credentials, "test", "127.0.0.1", "test");
    }

    /** The answer of a request that must be carried out. */
    public <R> R answer(Request<R> request) {
        return switch (handler.handle(call, request)) {
            case final Outcome.Answered<R> answered -> answered.value();
            case final Outcome.Refused<R> refused ->
                    throw new AssertionError(request.name() + " refused: " + refused.problem());
        };
    }

    /** Why a request is refused, which must be. */
    public Problem problem(Request<?> request) {
        return switch (handler.handle(call, request)) {
            case final Outcome.Answered<?> answered ->
                    throw new AssertionError(request.name() + " answered " + answered.value());
            case final Outcome.Refused<?> refused -> refused.problem();
        };
    }

    void assertRefused(ErrorCode code, Request<?> request) {
        final Problem problem = problem(request);
        assertEquals(code, problem.code(), problem.message());
    }

    /** Creates a collection. */
    public CollectionInfo create(String name, Map<String, @Nullable Object> options) {
        return answer(new CollectionRequest.CreateCollection(name, options));
    }

    /** Inserts documents. */
    @SafeVarargs
    public final List<Long> insert(String collection, Map<String, @Nullable Object>... documents) {
        final List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (final Map<String, @Nullable Object> document : documents) {
            list.add(document);
        }
        return insert(collection, list);
    }

    /** Inserts documents. */
    public List<Long> insert(String collection, List<Map<String, @Nullable Object>> documents) {
        return answer(new DocumentRequest.Insert(collection, documents)).ids();
    }

    /** Finds documents. */
    public List<Map<String, @Nullable Object>> find(
            String collection, Map<String, @Nullable Object> query) {
        return answer(new DocumentRequest.Find(collection, query, FindOptions.none()));
    }

    /** The {@code $loki} of the documents found. */
    public List<Long> ids(String collection, Map<String, @Nullable Object> query) {
        return idsOf(find(collection, query));
    }

    /** The {@code $loki} of documents. */
    public static List<Long> idsOf(List<Map<String, @Nullable Object>> documents) {
        return documents.stream().map(document -> number(document.get("$loki"))).toList();
    }

    /** Counts documents. */
    public long count(String collection, Map<String, @Nullable Object> query) {
        return answer(new DocumentRequest.Count(collection, query));
    }

    /** One document. */
    public Optional<Map<String, @Nullable Object>> get(String collection, long id) {
        return answer(new DocumentRequest.GetDocument(collection, id));
    }

    /** Changes documents. */
    public long update(
            String collection,
            Map<String, @Nullable Object> query,
            Map<String, @Nullable Object> update) {
        return answer(new DocumentRequest.Update(collection, query, update));
    }

    /** Removes documents. */
    public long remove(String collection, Map<String, @Nullable Object> query) {
        return answer(new DocumentRequest.Remove(collection, query));
    }

    /** Makes an index. */
    public IndexInfo index(
            String collection, String field, String type, Map<String, @Nullable Object> options) {
        return answer(
                new CollectionRequest.CreateIndex(collection, field, Optional.of(type), options));
    }

    /** Searches. */
    public List<Map<String, @Nullable Object>> search(
            String collection, Map<String, @Nullable Object> options) {
        return answer(
                new SearchRequest.Search(collection, SearchOptions.schema().bind(options, "")));
    }

    /** All documents of an export. */
    public List<Map<String, @Nullable Object>> export(
            String collection, Map<String, @Nullable Object> query) {
        final List<Map<String, @Nullable Object>> all = new ArrayList<>();
        try (DocumentCursor cursor =
                answer(new DocumentRequest.ExportDocuments(collection, query))) {
            cursor.forEachRemaining(all::add);
        }
        return all;
    }

    /** A whole number that may have travelled as any type of number. */
    public static long number(@Nullable Object value) {
        if (value instanceof final Number number) {
            return number.longValue();
        }
        throw new AssertionError("not a number: " + value);
    }
}
