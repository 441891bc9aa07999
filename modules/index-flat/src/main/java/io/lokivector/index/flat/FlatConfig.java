package io.lokivector.index.flat;

import io.lokivector.spi.schema.Property;
import java.util.Locale;

/**
 * The options of a flat index; it is exact with all of them.
 *
 * @param quantization {@code none}, or {@code 8bit} for codes that most vectors are ruled out by
 */
public record FlatConfig(
        @Property(
                        description =
                                "none, or 8bit: codes of one byte per dimension beside the vectors,"
                                        + " by which most are ruled out; a quarter more memory,"
                                        + " faster searches, the same results.",
                        defaultValue = "none")
                String quantization) {
    private static final String EIGHT_BIT = "8bit";

    public FlatConfig {
        quantization = quantization.toLowerCase(Locale.ROOT);
        if (!quantization.equals("none") && !quantization.equals(EIGHT_BIT)) {
            throw new IllegalArgumentException(
                    "quantization is 'none' or '8bit' for a flat index, not '"
                            + quantization
                            + "'");
        }
    }

    boolean hasCodes() {
        return quantization.equals(EIGHT_BIT);
    }
}
