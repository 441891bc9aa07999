package io.lokivector.spi.transport;

import io.lokivector.spi.limit.RateDecision;
import java.util.Optional;

/**
 * What became of a request.
 *
 * @param <R> what the request answers
 */
public sealed interface Outcome<R> {
    /** What the rate limiter said, when the request got that far and was limited. */
    Optional<RateDecision> rate();

    /** It was carried out. */
    record Answered<R>(R value, Optional<RateDecision> rate) implements Outcome<R> {}

    /** It was not, and changed nothing. */
    record Refused<R>(Problem problem, Optional<RateDecision> rate) implements Outcome<R> {}
}
