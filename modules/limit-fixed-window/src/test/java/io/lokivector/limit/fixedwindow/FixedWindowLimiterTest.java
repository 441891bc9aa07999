package io.lokivector.limit.fixedwindow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.limit.RateLimiter;
import io.lokivector.spi.limit.RateLimiterFactory;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.tck.limit.RateLimiterTck;
import java.time.Duration;
import java.time.Instant;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class FixedWindowLimiterTest extends RateLimiterTck {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final RateLimit THREE_AN_HOUR = new RateLimit(3, Duration.ofHours(1));

    @Override
    protected RateLimiter create(int maxKeys, ExtensionContext context) {
        return new FixedWindowLimiterFactory().create(new FixedWindowConfig(maxKeys), context);
    }

    @Test
    void theWindowBeginsWithTheFirstRequestOfTheKey() {
        try (FixedWindowLimiter limiter = new FixedWindowLimiter(10)) {
            final Instant later = NOON.plus(Duration.ofMinutes(20));
            assertEquals(
                    new RateDecision.Granted(THREE_AN_HOUR, 2, NOON.plus(Duration.ofHours(1))),
                    limiter.tryAcquire("a", THREE_AN_HOUR, 1, NOON));
            assertEquals(
                    new RateDecision.Granted(THREE_AN_HOUR, 0, NOON.plus(Duration.ofHours(1))),
                    limiter.tryAcquire("a", THREE_AN_HOUR, 2, later));
            assertEquals(
                    new RateDecision.Denied(
                            THREE_AN_HOUR, Duration.ofMinutes(40), NOON.plus(Duration.ofHours(1))),
                    limiter.tryAcquire("a", THREE_AN_HOUR, 1, later));
            assertEquals(
                    new RateDecision.Granted(THREE_AN_HOUR, 2, later.plus(Duration.ofHours(1))),
                    limiter.tryAcquire("b", THREE_AN_HOUR, 1, later));
        }
    }

    @Test
    void whenFullItRefusesNewKeysUntilTheFirstWindowEnds() {
        try (FixedWindowLimiter limiter = new FixedWindowLimiter(2)) {
            limiter.tryAcquire("a", THREE_AN_HOUR, 1, NOON);
            limiter.tryAcquire("b", THREE_AN_HOUR, 1, NOON.plusSeconds(60));
            final Instant late = NOON.plusSeconds(600);
            assertEquals(
                    new RateDecision.Denied(
                            THREE_AN_HOUR, Duration.ofMinutes(50), NOON.plus(Duration.ofHours(1))),
                    limiter.tryAcquire("c", THREE_AN_HOUR, 1, late));
            assertInstanceOf(
                    RateDecision.Granted.class, limiter.tryAcquire("a", THREE_AN_HOUR, 1, late));
            assertInstanceOf(
                    RateDecision.Granted.class,
                    limiter.tryAcquire("c", THREE_AN_HOUR, 1, NOON.plus(Duration.ofHours(1))));
        }
    }

    @Test
    void isFoundAsAServiceWithDefaultsThatAreValid() {
        final RateLimiterFactory<?> found =
                ServiceLoader.load(RateLimiterFactory.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .map(factory -> (RateLimiterFactory<?>) factory)
                        .findFirst()
                        .orElseThrow();
        assertEquals("fixed-window", found.type());
        assertEquals(
                new FixedWindowConfig(100_000), RecordSchema.of(found.configType()).defaults());
    }
}
