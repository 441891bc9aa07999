package io.lokivector.spi.transport;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused.
 *
 * @param code the kind
 * @param message for people
 * @param details the values that belong to the message
 */
public record Problem(ErrorCode code, String message, Map<String, @Nullable Object> details) {
    /** A problem without further values. */
    public static Problem of(ErrorCode code, String message) {
        return new Problem(code, message, Map.of());
    }

    /** The problem an exception stands for. */
    public static Problem of(LokiVectorException exception) {
        return new Problem(exception.code(), exception.problem(), exception.details());
    }
}
