package io.lokivector.spi.limit;

import java.time.Duration;
import java.time.Instant;

/** Whether a request may pass now. */
public sealed interface RateDecision {
    /** The limit that was applied. */
    RateLimit limit();

    /** When the key has its full allowance again. */
    Instant resetAt();

    /**
     * It may pass.
     *
     * @param remaining how many more may pass before {@code resetAt}
     */
    record Granted(RateLimit limit, int remaining, Instant resetAt) implements RateDecision {}

    /**
     * It may not.
     *
     * @param retryAfter after how long asking again makes sense
     */
    record Denied(RateLimit limit, Duration retryAfter, Instant resetAt) implements RateDecision {}
}
