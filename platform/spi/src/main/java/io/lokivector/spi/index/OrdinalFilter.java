package io.lokivector.spi.index;

import java.util.function.IntConsumer;

/** Says which ordinals a search may return. Thread-safe and unchanging while a search uses it. */
public interface OrdinalFilter {
    /** Whether the ordinal may be returned. Called often: it neither allocates nor blocks. */
    boolean accepts(int ordinal);

    /** How many ordinals it accepts at most, or {@link Integer#MAX_VALUE} if it accepts all. */
    int cardinality();

    /**
     * Hands every accepted ordinal to {@code action}, ascending; for an index that would rather
     * compare with each match than walk its graph.
     *
     * @throws IllegalStateException if it accepts all: there is nothing to enumerate
     */
    void forEach(IntConsumer action);

    /** The filter that accepts every ordinal. */
    static OrdinalFilter all() {
        return AllOrdinals.INSTANCE;
    }
}
