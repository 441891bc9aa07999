package io.lokivector.spi.index;

/**
 * The space an index works in.
 *
 * @param dimension the length of every vector, 1 to {@value #MAX_DIMENSION}
 * @param metric how distance is measured
 */
public record VectorSpace(int dimension, Metric metric) {
    /** The longest vector. */
    public static final int MAX_DIMENSION = 65_536;

    public VectorSpace {
        if (dimension < 1 || dimension > MAX_DIMENSION) {
            throw new IllegalArgumentException(
                    "a vector has 1 to " + MAX_DIMENSION + " dimensions, not " + dimension);
        }
    }
}
