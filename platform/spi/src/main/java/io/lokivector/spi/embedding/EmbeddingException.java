package io.lokivector.spi.embedding;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;

/** A text that could not be embedded. */
public final class EmbeddingException extends LokiVectorException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /**
     * A failure to embed.
     *
     * @param retryable whether the same texts may succeed later, as after an outage
     */
    public EmbeddingException(String message, boolean retryable) {
        super(retryable ? ErrorCode.UNAVAILABLE : ErrorCode.BAD_REQUEST, message);
        this.retryable = retryable;
    }

    /** Whether the same texts may succeed later. */
    public boolean retryable() {
        return retryable;
    }
}
