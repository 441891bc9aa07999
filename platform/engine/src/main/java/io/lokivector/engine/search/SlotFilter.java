package io.lokivector.engine.search;

import io.lokivector.spi.index.OrdinalFilter;
import java.util.BitSet;
import java.util.function.IntConsumer;

/** Accepts the ordinals of a set, which is not changed any more. */
final class SlotFilter implements OrdinalFilter {
    private final BitSet slots;
    private final int cardinality;

    SlotFilter(BitSet slots) {
        this.slots = slots;
        this.cardinality = slots.cardinality();
    }

    @Override
    public boolean accepts(int ordinal) {
        return slots.get(ordinal);
    }

    @Override
    public int cardinality() {
        return cardinality;
    }

    @Override
    public void forEach(IntConsumer action) {
        slots.stream().forEach(action);
    }
}
