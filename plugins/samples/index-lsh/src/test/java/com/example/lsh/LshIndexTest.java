package com.example.lsh;

import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.tck.index.VectorIndexTck;

class LshIndexTest extends VectorIndexTck {
    @Override
    public VectorIndexFactory<?> factory() {
        return new LshIndexFactory();
    }

    @Override
    public double requiredRecall() {
        return 0.7;
    }
}
