package io.lokivector.spi.extension;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * A place to leave measurements, which end in the server's metrics page.
 *
 * <p>Names are lower case with dots ({@code storage.fsync}); tags are key and value in turn. Asking
 * twice for the same name and tags gives the same meter. Thread-safe.
 */
public interface Meters {
    /** Counts events. */
    Counter counter(String name, String description, String... tags);

    /** Records durations. */
    Timer timer(String name, String description, String... tags);

    /**
     * Reads a value whenever metrics are collected; a second gauge of the same name replaces it.
     */
    void gauge(String name, String description, DoubleSupplier value, String... tags);

    /** A count that only grows. */
    interface Counter {
        /** Adds {@code amount}, which is not negative. */
        void add(long amount);
    }

    /** A distribution of durations. */
    interface Timer {
        /** Records one duration. */
        void record(Duration duration);
    }

    /** Measures nothing: for embedded use without metrics, and for tests. */
    static Meters none() {
        return NoMeters.INSTANCE;
    }
}
