package io.lokivector.spi.index;

import java.util.function.IntConsumer;

/** The filter that accepts every ordinal. */
enum AllOrdinals implements OrdinalFilter {
    INSTANCE;

    @Override
    public boolean accepts(int ordinal) {
        return true;
    }

    @Override
    public int cardinality() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void forEach(IntConsumer action) {
        throw new IllegalStateException("this filter accepts all ordinals; walk the index instead");
    }
}
