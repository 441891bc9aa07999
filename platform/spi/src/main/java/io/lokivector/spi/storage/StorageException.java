package io.lokivector.spi.storage;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;

/**
 * A failure of the storage: {@link ErrorCode#UNAVAILABLE} when writes are refused, {@link
 * ErrorCode#CORRUPTED} when stored bytes are damaged.
 */
public final class StorageException extends LokiVectorException {
    private static final long serialVersionUID = 1L;

    /** A failure found by the storage itself. */
    public StorageException(ErrorCode code, String message) {
        super(code, message);
    }

    /** A failure of the disk or library beneath. */
    public StorageException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
