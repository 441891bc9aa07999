package io.lokivector.transport.rest;

/** Names of the headers that are ours. */
final class HttpHeader {
    static final String REQUEST_ID = "X-Request-Id";
    static final String RATE_LIMIT = "X-RateLimit-Limit";
    static final String RATE_REMAINING = "X-RateLimit-Remaining";
    static final String RATE_RESET = "X-RateLimit-Reset";

    private HttpHeader() {}
}
