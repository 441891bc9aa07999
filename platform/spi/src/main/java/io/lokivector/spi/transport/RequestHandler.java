package io.lokivector.spi.transport;

import io.lokivector.spi.request.Request;

/** The one door of the database: every transport, and the console, enters here. Thread-safe. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Authenticates, limits, authorises and carries out a request. Blocks until it is done; call it
     * on a virtual thread. Failures are outcomes, not exceptions.
     *
     * @param <R> what the request answers
     */
    <R> Outcome<R> handle(Call call, Request<R> request);
}
