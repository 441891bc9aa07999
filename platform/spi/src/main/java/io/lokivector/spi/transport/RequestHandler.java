package io.lokivector.spi.transport;

import io.lokivector.spi.request.Request;
import java.util.Optional;

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

    /**
     * Why a call is refused whatever it goes on to ask, if it is: its credentials are missing or no
     * good. A transport asks before it makes anything of the body of a request, so that strangers
     * cannot make it parse and keep what they send.
     *
     * @return empty if the request is worth reading; {@link #handle} still decides about it
     */
    default Optional<Problem> refusal(Call call) {
        return Optional.empty();
    }
}
