package io.lokivector.engine.search;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.Map;

/** What is wrong with a search, in words. */
final class SearchFaults {
    private SearchFaults() {}

    static LokiVectorException bad(String message) {
        return new LokiVectorException(ErrorCode.BAD_REQUEST, message);
    }

    /** More than the configuration allows. */
    static LokiVectorException tooMany(String what, long given, String key, int allowed) {
        return new LokiVectorException(
                ErrorCode.BAD_REQUEST,
                what + " must be at most " + allowed + " (" + key + "), not " + given,
                Map.of("limit", key, "allowed", allowed, "given", given));
    }
}
