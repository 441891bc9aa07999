package io.lokivector.engine.query;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.Map;

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
}
