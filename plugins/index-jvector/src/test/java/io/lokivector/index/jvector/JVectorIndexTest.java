package io.lokivector.index.jvector;

import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.tck.index.VectorIndexTck;

class JVectorIndexTest extends VectorIndexTck {
    @Override
    public VectorIndexFactory<?> factory() {
        return new JVectorIndexFactory();
    }

    @Override
    public double requiredRecall() {
        return 0.95;
    }
}
