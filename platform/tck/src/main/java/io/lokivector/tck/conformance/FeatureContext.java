package io.lokivector.tck.conformance;

import io.lokivector.spi.request.Request;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operations of one recorded sequence share.
 *
 * @param prefix what the names of the sequence's collections begin with in the database
 */
record FeatureContext(ReplayedDatabase database, String prefix) {

    <R> R ask(Request<R> request) {
        return new Caller(database.handler()).ask(request);
    }

    /** The collection that a step is about. */
    String collection(Map<String, @Nullable Object> step) {
        return named(step.getOrDefault("collection", "c"));
    }

    /** The name in the database of a recorded collection. */
    String named(@Nullable Object collection) {
        return prefix + collection;
    }

    static Map<String, @Nullable Object> ok() {
        return Map.of("ok", true);
    }
}
