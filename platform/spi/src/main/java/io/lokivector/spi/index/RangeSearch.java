package io.lokivector.spi.index;

/**
 * What a {@link VectorIndex} also is when it finds all vectors within a distance without being told
 * how many to look for; optional. Of another index a caller asks for more and more neighbours,
 * until the last is too far.
 *
 * <p>Threads: as for {@link VectorIndex#search}.
 */
public interface RangeSearch {
    /**
     * The neighbours of a query within a distance, best first.
     *
     * <p>Distances are computed in single precision; whoever needs a sharper border asks for a
     * little more and looks again.
     *
     * @param query of the dimension of the space, finite
     * @throws IllegalArgumentException if it has another length, or a component that is not finite
     */
    Neighbors search(float[] query, Range range);

    /**
     * How far to look.
     *
     * @param distanceMax the greatest distance that is returned, in the metric of the space; a
     *     number, which may be negative in a space of inner products
     * @param countMax how many neighbours are returned at most, the nearest if there are more; at
     *     least 1
     * @param effort as in {@link VectorIndex.Search}
     * @param filter which ordinals may be returned
     */
    record Range(float distanceMax, int countMax, int effort, OrdinalFilter filter) {
        public Range {
            if (Float.isNaN(distanceMax)) {
                throw new IllegalArgumentException("the greatest distance is not a number");
            }
            if (countMax < 1) {
                throw new IllegalArgumentException(
                        "at least 1 neighbour is looked for, not " + countMax);
            }
            if (effort < 0) {
                throw new IllegalArgumentException("effort is not negative, but is " + effort);
            }
        }
    }
}
