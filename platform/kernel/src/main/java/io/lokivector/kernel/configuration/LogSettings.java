package io.lokivector.kernel.configuration;

import io.lokivector.spi.schema.Property;

/** What is logged, on standard output. */
public record LogSettings(
        @Property(description = "The least that is logged.", defaultValue = "info") Level level) {
    /** How much a message matters. */
    public enum Level {
        /** Everything. */
        TRACE,
        /** What helps to find a fault. */
        DEBUG,
        /** What an operator likes to know. */
        INFO,
        /** What an operator should look at. */
        WARN,
        /** What an operator must look at. */
        ERROR
    }
}
