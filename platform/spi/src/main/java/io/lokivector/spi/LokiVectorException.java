package io.lokivector.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a code, a sentence for people, and its values as fields.
 *
 * <p>The message says what is wrong, where, and what to do; it is shown to clients, so it never
 * carries secrets, class names or stack traces.
 */
public class LokiVectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Map<String, @Nullable Object> details;

    /** A failure without further fields. */
    public LokiVectorException(ErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /** A failure with its values as {@code details}, which are copied. */
    public LokiVectorException(
            ErrorCode code, String message, Map<String, ? extends @Nullable Object> details) {
        super(message);
        this.code = code;
        this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** A failure with the cause that the log, but no client, will see. */
    public LokiVectorException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.details = Map.of();
    }

    /** The kind of the failure. */
    public ErrorCode code() {
        return code;
    }

    /** The sentence for people. */
    public String problem() {
        final String message = getMessage();
        return message == null ? code.name() : message;
    }

    /** The values that belong to the message, unmodifiable. */
    public Map<String, @Nullable Object> details() {
        return details;
    }
}
