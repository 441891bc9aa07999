package io.lokivector.gateway;

import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.limit.RateLimiter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts, and never forgets. */
final class FakeLimiter implements RateLimiter {
    final Map<String, Integer> used = new ConcurrentHashMap<>();

    @Override
    public RateDecision tryAcquire(String key, RateLimit limit, int permits, Instant now) {
        final int count = used.merge(key, permits, Integer::sum);
        final Instant reset = now.plus(limit.window());
        return count <= limit.requests()
                ? new RateDecision.Granted(limit, limit.requests() - count, reset)
                : new RateDecision.Denied(limit, limit.window(), reset);
    }

    @Override
    public void close() {
        used.clear();
    }
}
