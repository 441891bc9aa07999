package io.lokivector.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it; starts at 2026-01-01T00:00:00Z. Thread-safe. */
public final class TestClock implements InstantSource {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    /** A clock at its start. */
    public TestClock() {}

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves the clock; backwards with a negative duration. */
    public void advance(Duration by) {
        now.updateAndGet(time -> time.plus(by));
    }
}
