package io.lokivector.index.flat;

import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.tck.index.VectorIndexTck;

class FlatIndexTest extends VectorIndexTck {
    @Override
    public VectorIndexFactory<?> factory() {
        return new FlatIndexFactory();
    }
}
