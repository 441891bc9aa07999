package io.lokivector.spi.limit;

import java.time.Duration;

/**
 * How many requests a key may make.
 *
 * @param requests how many, at least 1
 * @param window in which span of time, at least a second
 */
public record RateLimit(int requests, Duration window) {
    public RateLimit {
        if (requests < 1) {
            throw new IllegalArgumentException(
                    "a rate limit allows at least 1 request, not " + requests);
        }
        if (window.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a window is at least 1 s, not " + window);
        }
    }
}
