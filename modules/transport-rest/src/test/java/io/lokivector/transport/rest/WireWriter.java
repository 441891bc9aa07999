package io.lokivector.transport.rest;

import io.lokivector.spi.request.AdviceOptions;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a client writes into the bodies of its requests. */
final class WireWriter {
    private WireWriter() {}

    static Map<String, Object> find(Map<String, Object> query, FindOptions options) {
        final Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", query);
        if (!options.sort().isEmpty()) {
            body.put("sort", options.sort());
        }
        body.put("offset", options.offset());
        put(body, "limit", options.limit());
        body.put("projection", options.projection());
        return body;
    }

    static Map<String, Object> search(SearchOptions options) {
        final Map<String, Object> body = new LinkedHashMap<>();
        put(body, "field", options.field());
        put(body, "vector", options.vector());
        put(body, "text", options.text());
        put(body, "id", options.id());
        put(body, "recommend", options.recommend().map(WireWriter::recommend));
        body.put("k", options.k());
        put(body, "ef", options.ef());
        body.put("exact", options.exact());
        put(body, "filter", options.filter());
        body.put("hybrid", options.hybrid());
        body.put("vectorWeight", options.vectorWeight());
        put(body, "threshold", options.threshold());
        body.put("offset", options.offset());
        put(body, "groupBy", options.groupBy());
        body.put("groupSize", options.groupSize());
        body.put("includeVector", options.includeVector());
        return body;
    }

    private static Map<String, Object> recommend(SearchOptions.Recommend recommend) {
        return Map.of(
                "positive", recommend.positive(),
                "negative", recommend.negative(),
                "strategy", recommend.strategy().toString());
    }

    static Map<String, Object> newKey(ApiKeys.NewKey key) {
        final Map<String, Object> body = new LinkedHashMap<>();
        body.put("userId", key.userId());
        body.put("name", key.name());
        body.put("description", key.description());
        body.put("permissions", permissions(key.permissions()));
        put(body, "expiresAt", key.expiresAt());
        return body;
    }

    static Map<String, Object> change(ApiKeys.KeyChange change) {
        final Map<String, Object> body = new LinkedHashMap<>();
        put(body, "name", change.name());
        put(body, "description", change.description());
        put(body, "permissions", change.permissions().map(WireWriter::permissions));
        put(body, "expiresAt", change.expiresAt());
        return body;
    }

    private static Map<String, Object> permissions(Permissions permissions) {
        final Map<String, Object> body = new LinkedHashMap<>();
        body.put("collections", permissions.collections());
        body.put(
                "operations",
                permissions.operations().stream().sorted().map(Operation::wireName).toList());
        put(
                body,
                "rateLimit",
                permissions
                        .rateLimit()
                        .map(limit ->
                                Map.of(
                                        "requests",
                                        limit.requests(),
                                        "window",
                                        limit.window().toMillis() + "ms")));
        return body;
    }

    private static void put(Map<String, Object> body, String key, Optional<?> value) {
        value.ifPresent(given ->
                body.put(
                        key,
                        given instanceof final java.time.Instant time ? time.toString() : given));
    }

    static Map<String, Object> advice(AdviceOptions options) {
        final Map<String, Object> body = new LinkedHashMap<>();
        body.put("sample", options.sample());
        body.put("queries", options.queries());
        body.put("k", options.k());
        body.put("targetRecall", options.targetRecall());
        options.type().ifPresent(type -> body.put("type", type));
        body.put("ef", options.ef());
        body.put("options", options.options());
        body.put("timeLimit", options.timeLimit().toMillis() + "ms");
        return body;
    }
}
