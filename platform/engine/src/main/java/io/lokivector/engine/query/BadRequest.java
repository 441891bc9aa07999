package io.lokivector.engine.query;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The failures that a client causes by what it asks. */
public final class BadRequest {
    private BadRequest() {}

    /**
     * A failure at a place in the request.
     *
     * @param path where the fault is, such as {@code query.age.$gte}
     */
    public static LokiVectorException at(String path, String problem) {
        return new LokiVectorException(
                ErrorCode.BAD_REQUEST, path + ": " + problem, Map.of("path", path));
    }

    /** The same failure, in a part of a larger request. */
    public static LokiVectorException within(String path, LokiVectorException failure) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>(failure.details());
        details.put(
                "path",
                failure.details().get("path") instanceof String at ? path + "." + at : path);
        LokiVectorException there =
                new LokiVectorException(failure.code(), path + "." + failure.problem(), details);
        there.initCause(failure);
        return there;
    }
}
