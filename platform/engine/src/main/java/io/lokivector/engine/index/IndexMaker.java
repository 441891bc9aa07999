package io.lokivector.engine.index;

import io.lokivector.spi.index.VectorIndex;

/** Makes empty indexes of one type, with the options of one field. */
@FunctionalInterface
public interface IndexMaker {
    /** An empty index for vectors of this length. */
    VectorIndex create(int dimension);
}
