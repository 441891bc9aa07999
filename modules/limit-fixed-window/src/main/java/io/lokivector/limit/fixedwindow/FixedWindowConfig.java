package io.lokivector.limit.fixedwindow;

import io.lokivector.spi.schema.Property;

/** What an operator decides about the limiter. */
public record FixedWindowConfig(
        @Property(
                        description =
                                "How many keys are counted at the same time, at about 200 bytes"
                                        + " each; when all have open windows, further ones are"
                                        + " refused until a window ends.",
                        defaultValue = "100000",
                        min = 1,
                        max = 10_000_000)
                int maxKeys) {}
