package io.lokivector.index.hnsw;

import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.tck.index.VectorIndexTck;

class HnswIndexTest extends VectorIndexTck {
    @Override
    public VectorIndexFactory<?> factory() {
        return new HnswIndexFactory();
    }

    @Override
    public double requiredRecall() {
        return 0.95;
    }
}
