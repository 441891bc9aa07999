package io.lokivector.index.hnsw;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What walks compare by: the vectors, or codes of a few bits for each component. */
enum Quantization {
    /** The fewest bits that serve on a sample, or the vectors. */
    AUTO("auto", 0),
    /** The vectors. */
    NONE("none", 0),
    /** Codes of one bit. */
    ONE_BIT("1bit", 1),
    /** Codes of two bits. */
    TWO_BITS("2bit", 2),
    /** Codes of four bits. */
    FOUR_BITS("4bit", 4);

    private final String label;
    private final int bits;

    Quantization(String label, int bits) {
        this.label = label;
        this.bits = bits;
    }

    int bits() {
        return bits;
    }

    /**
     * The quantization of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Quantization named(String name) {
        final String wanted = name.toLowerCase(Locale.ROOT);
        for (final Quantization quantization : values()) {
            if (quantization.label.equals(wanted)) {
                return quantization;
            }
        }
        throw new IllegalArgumentException(
                "quantization is one of "
                        + Arrays.stream(values())
                                .map(quantization -> quantization.label)
                                .collect(Collectors.joining(", "))
                        + ", not '"
                        + name
                        + "'");
    }
}
