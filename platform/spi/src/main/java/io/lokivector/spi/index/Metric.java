package io.lokivector.spi.index;

/** How the distance of two vectors is measured; smaller is nearer in all of them. */
public enum Metric {
    /** The straight line: {@code sqrt(sum((a-b)^2))}. */
    EUCLIDEAN,
    /** Its square, which orders alike and saves the root. */
    EUCLIDEAN_SQUARED,
    /** {@code 1 - cos(a, b)}, from 0 to 2; a zero vector is at distance 1 from everything. */
    COSINE,
    /** {@code -(a . b)}: the negated inner product. */
    DOT
}
