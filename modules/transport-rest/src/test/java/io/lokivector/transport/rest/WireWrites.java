package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.WriteRequest;
import io.lokivector.spi.request.WriteRequest.BulkDone;
import io.lokivector.spi.request.WriteRequest.BulkFailed;
import io.lokivector.spi.request.WriteRequest.BulkItem;
import io.lokivector.spi.request.WriteRequest.BulkResult;
import io.lokivector.spi.request.WriteRequest.BulkSkipped;
import io.lokivector.spi.request.WriteRequest.Changed;
import io.lokivector.spi.request.WriteRequest.Effect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A write request as it travels.
 *
 * @param route what comes after the collection in the path
 * @param body null for none
 * @param answer reads what comes back
 */
record WireWrites(String route, Map<String, Object> body, Function<Object, ?> answer) {

    static WireWrites of(WriteRequest<?> request) {
        return switch (request) {
            case WriteRequest.UpdateOne(_, var query, var update, boolean upsert) ->
                    new WireWrites(
                            "/updateOne", body(query, "update", update, upsert), WireWrites::one);
            case WriteRequest.UpdateMany(_, var query, var update, boolean upsert) ->
                    new WireWrites(
                            "/updateMany", body(query, "update", update, upsert), WireWrites::many);
            case WriteRequest.ReplaceOne(_, var query, var document, boolean upsert) ->
                    new WireWrites(
                            "/replaceOne",
                            body(query, "document", document, upsert),
                            WireWrites::one);
            case WriteRequest.DeleteOne(_, var query) ->
                    new WireWrites("/deleteOne", Map.of("query", query), WireWrites::removed);
            case WriteRequest.Clear _ -> new WireWrites("/clear", null, WireReader::done);
            case WriteRequest.Bulk(_, var operations, boolean atomic, boolean ordered) ->
                    new WireWrites(
                            "/bulk",
                            Map.of("operations", operations, "atomic", atomic, "ordered", ordered),
                            WireWrites::results);
        };
    }

    private static Map<String, Object> body(
            Map<String, Object> query, String name, Map<String, Object> value, boolean upsert) {
        final Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", query);
        body.put(name, value);
        body.put("upsert", upsert);
        return body;
    }

    private static Changed one(Object answer) {
        final Map<String, Object> body = WireReader.object(answer);
        return new Changed(
                body.get("document") == null
                        ? List.of()
                        : List.of(WireReader.object(body.get("document"))),
                WireReader.number(body, "inserted") > 0);
    }

    private static Changed many(Object answer) {
        final Map<String, Object> body = WireReader.object(answer);
        return new Changed(
                WireReader.documents(body.get("documents")),
                WireReader.number(body, "inserted") > 0);
    }

    private static Optional<Map<String, Object>> removed(Object answer) {
        return Optional.ofNullable(WireReader.object(answer).get("document"))
                .map(WireReader::object);
    }

    private static BulkResult results(Object answer) {
        final List<?> results = (List<?>) WireReader.object(answer).get("results");
        return new BulkResult(results.stream().map(WireWrites::item).toList());
    }

    private static BulkItem item(Object result) {
        final Map<String, Object> body = WireReader.object(result);
        if (Boolean.TRUE.equals(body.get("skipped"))) {
            return new BulkSkipped();
        }
        if (Boolean.TRUE.equals(body.get("ok"))) {
            return new BulkDone(
                    Effect.valueOf(String.valueOf(body.get("effect")).toUpperCase(Locale.ROOT)),
                    ((List<?>) body.get("ids")).stream().map(Long.class::cast).toList());
        }
        return new BulkFailed(
                ErrorCode.valueOf(String.valueOf(body.get("code"))),
                String.valueOf(body.get("error")),
                WireReader.object(body.get("details")));
    }
}
