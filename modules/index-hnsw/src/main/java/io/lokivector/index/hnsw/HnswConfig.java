package io.lokivector.index.hnsw;

import io.lokivector.spi.schema.Property;

/**
 * The options of an HNSW index, named as in the paper.
 *
 * @param m links of a vector in the upper levels; twice as many in the lowest
 * @param efConstruction candidates held while a vector is put
 * @param efSearch candidates held while searching, unless the search says otherwise
 * @param quantization {@code auto}, {@code none}, {@code 1bit}, {@code 2bit} or {@code 4bit}
 */
public record HnswConfig(
        @Property(
                        description =
                                "Links of a vector in the graph's upper levels, twice as many in the"
                                        + " lowest: more find better and cost memory.",
                        defaultValue = "16",
                        min = 2,
                        max = 128)
                int m,
        @Property(
                        description =
                                "Candidates held while a vector is put: more make a better graph and"
                                        + " slower writes.",
                        defaultValue = "200",
                        min = 4,
                        max = 4096)
                int efConstruction,
        @Property(
                        description =
                                "Candidates held while searching, unless the search asks for its own:"
                                        + " more find better and cost time.",
                        defaultValue = "64",
                        min = 1,
                        max = 16384)
                int efSearch,
        @Property(
                        description =
                                "What searches find their way by, before they compare exactly: codes"
                                        + " of 1bit, 2bit or 4bit for each dimension; none for the"
                                        + " vectors; auto tries on a sample what serves.",
                        defaultValue = "auto")
                String quantization) {
    /** Checks the quantization. */
    public HnswConfig {
        Quantization.named(quantization);
    }

    Quantization codes() {
        return Quantization.named(quantization);
    }
}
