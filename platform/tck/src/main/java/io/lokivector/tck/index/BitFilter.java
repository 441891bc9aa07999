package io.lokivector.tck.index;

import io.lokivector.spi.index.OrdinalFilter;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * Accepts the ordinals whose bits are set.
 *
 * @param accepted not changed while the filter is used
 */
public record BitFilter(BitSet accepted) implements OrdinalFilter {
    @Override
    public boolean accepts(int ordinal) {
        return accepted.get(ordinal);
    }

    @Override
    public int cardinality() {
        return accepted.cardinality();
    }

    @Override
    public void forEach(IntConsumer action) {
        accepted.stream().forEach(action);
    }
}
