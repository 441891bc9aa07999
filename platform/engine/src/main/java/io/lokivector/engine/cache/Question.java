package io.lokivector.engine.cache;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a collection, as the asker holds it. A cache reads it, and keeps a copy.
 *
 * @param kind what kind of answer is wanted; questions of two kinds are never the same
 * @param query which documents the answer is about
 * @param parameters whatever else the answer depends on, as plain values
 * @param path where the query stands in the request, to name in a failure
 */
public record Question(
        String kind,
        Map<String, ? extends @Nullable Object> query,
        List<? extends @Nullable Object> parameters,
        String path) {
    /** A question whose query stands where queries do. */
    public Question(
            String kind,
            Map<String, ? extends @Nullable Object> query,
            List<? extends @Nullable Object> parameters) {
        this(kind, query, parameters, "query");
    }
}
