package io.lokivector.transport.rest.json;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON body of a request or an answer.
 *
 * @param value a plain value
 */
public record JsonValue(@Nullable Object value) {
    /**
     * The object this is.
     *
     * @throws LokiVectorException if it is anything else
     */
    public Map<String, @Nullable Object> object() {
        return objectIn(value)
                .orElseThrow(() ->
                        new LokiVectorException(
                                ErrorCode.BAD_REQUEST,
                                "the body must be a JSON object, not " + kindOf(value)));
    }

    /** The value as an object, if it is one. */
    @SuppressWarnings("unchecked") // the keys of a JSON object are texts
    public static Optional<Map<String, @Nullable Object>> objectIn(@Nullable Object value) {
        return value instanceof Map<?, ?>
                ? Optional.of((Map<String, @Nullable Object>) value)
                : Optional.empty();
    }

    /** What a value is, for people. */
    public static String kindOf(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case final String _ -> "a text";
            case final Number _ -> "a number";
            case final Boolean _ -> "true or false";
            case final List<?> _ -> "a list";
            case final Map<?, ?> _ -> "an object";
            default -> "something else";
        };
    }
}
