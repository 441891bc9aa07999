package io.lokivector.spi;

/**
 * The kind of a failure that a caller is told about.
 *
 * <p>The name travels on every transport ({@code "code"}); {@link #httpStatus()} is its HTTP form.
 */
public enum ErrorCode {
    /**
     * The request is malformed or asks for something that cannot be; repeating it will not help.
     */
    BAD_REQUEST(400),
    /** No key, or one that is unknown, expired or revoked. */
    UNAUTHENTICATED(401),
    /** The key is good but does not reach this operation or collection. */
    FORBIDDEN(403),
    /** The named collection, document, index or key does not exist. */
    NOT_FOUND(404),
    /** The request contradicts what is stored: a name or unique value is taken. */
    CONFLICT(409),
    /** What was asked for is no longer kept; the message says how to go on without it. */
    GONE(410),
    /** The document changed since the revision the caller named. */
    PRECONDITION_FAILED(412),
    /** The request is larger than the configured limit. */
    TOO_LARGE(413),
    /** The content type is not one this route reads. */
    UNSUPPORTED_MEDIA_TYPE(415),
    /** The key used up its rate limit; the answer says when it may come again. */
    RATE_LIMITED(429),
    /** A fault of the server; its log has the details. */
    INTERNAL(500),
    /** Stored bytes do not match their checksum; they are reported, never served. */
    CORRUPTED(500),
    /** Not now: starting, draining, storage refusing writes, or an extension that is not there. */
    UNAVAILABLE(503);

    private final int httpStatus;

    ErrorCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** The HTTP status that carries this code. */
    public int httpStatus() {
        return httpStatus;
    }
}
