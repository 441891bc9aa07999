package io.lokivector.index.jvector;

import io.lokivector.spi.schema.Property;

/**
 * The options of a JVector index. Those that index type {@code hnsw} has, too, mean the same.
 *
 * @param m links of a vector in the upper levels; twice as many in the lowest
 * @param efConstruction candidates held while a vector is put; JVector's beam width
 * @param alpha how much longer a link may be than the detour it saves
 * @param neighborOverflow how far a vector may exceed its links before the best are chosen anew
 * @param efSearch candidates held while searching, unless the search says otherwise
 */
public record JVectorConfig(
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
                                "Candidates held while a vector is put (JVector's beam width): more"
                                        + " make a better graph and slower writes.",
                        defaultValue = "100",
                        min = 4,
                        max = 4096)
                int efConstruction,
        @Property(
                        description =
                                "How much longer a link may be than the detour it saves: more keep"
                                        + " more long links.",
                        defaultValue = "1.2",
                        min = 1,
                        max = 2)
                float alpha,
        @Property(
                        description =
                                "How far a vector may exceed its links, as a factor, before the best"
                                        + " are chosen anew: more make faster writes and cost memory.",
                        defaultValue = "1.2",
                        min = 1,
                        max = 2)
                float neighborOverflow,
        @Property(
                        description =
                                "Candidates held while searching, unless the search asks for its own:"
                                        + " more find better and cost time.",
                        defaultValue = "64",
                        min = 1,
                        max = 16384)
                int efSearch) {}
