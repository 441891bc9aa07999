package io.lokivector.spi.index;

import java.util.Arrays;

/**
 * The outcome of one vector search: ordinals with their distances, nearest first.
 *
 * <p>Immutable by agreement: the arrays given are kept, and the index that gave them does not touch
 * them again.
 */
public final class Neighbors {
    private static final Neighbors NONE = new Neighbors(new int[0], new float[0]);

    private final int[] ordinals;
    private final float[] distances;

    /**
     * Neighbours from parallel arrays of equal length.
     *
     * @param distances ascending, in the metric of the space
     */
    public Neighbors(int[] ordinals, float[] distances) {
        if (ordinals.length != distances.length) {
            throw new IllegalArgumentException(
                    ordinals.length + " ordinals but " + distances.length + " distances");
        }
        this.ordinals = ordinals;
        this.distances = distances;
    }

    /** No neighbours. */
    public static Neighbors none() {
        return NONE;
    }

    /** How many there are. */
    public int size() {
        return ordinals.length;
    }

    /** The ordinal at a rank, 0 being the nearest. */
    public int ordinal(int rank) {
        return ordinals[rank];
    }

    /** The distance at a rank. */
    public float distance(int rank) {
        return distances[rank];
    }

    @Override
    public String toString() {
        return "Neighbors" + Arrays.toString(ordinals) + Arrays.toString(distances);
    }
}
