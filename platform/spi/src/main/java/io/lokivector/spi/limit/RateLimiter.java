package io.lokivector.spi.limit;

import java.time.Instant;

/**
 * Decides how often a key may pass.
 *
 * <p>It never blocks, keeps a bounded number of keys, and never grants more than the limit however
 * many threads ask at once. Thread-safe.
 */
public interface RateLimiter extends AutoCloseable {
    /**
     * Takes {@code permits} from the allowance of a key.
     *
     * @param key who asks and for what, for example a key's id and a route, joined
     * @param limit the allowance of that key
     * @param permits at least 1
     * @param now the time of the request
     */
    RateDecision tryAcquire(String key, RateLimit limit, int permits, Instant now);

    /** Forgets everything; idempotent. */
    @Override
    void close();
}
