package io.lokivector.spi.schema;

import java.time.Duration;
import java.util.Optional;

/** The written form of durations: a whole number and {@code ms s m h d w}. */
public final class Durations {
    private Durations() {}

    /** The duration a text such as {@code 10s} stands for; empty if it is none. */
    public static Optional<Duration> parse(String text) {
        return ScalarType.durationOf(text);
    }
}
