package io.lokivector.engine.index;

import io.lokivector.spi.index.Metric;
import java.util.Arrays;

/** The distances of the vectors nearest to a query among those it was shown. For one thread. */
public final class ExactNearest {
    private final Metric metric;
    private final float[] query;
    private final double[] nearest;
    private int size;

    /** Nothing yet of the {@code count} nearest. */
    public ExactNearest(Metric metric, float[] query, int count) {
        this.metric = metric;
        this.query = query;
        this.nearest = new double[count];
    }

    /** How far a vector is; the same for equal vectors, to the last bit. */
    public double distance(float[] vector) {
        return Distances.between(metric, query, vector);
    }

    /** Takes a distance into account. */
    public void add(double distance) {
        if (size == nearest.length && distance >= nearest[size - 1]) {
            return;
        }
        final int found = Arrays.binarySearch(nearest, 0, size, distance);
        final int place = found >= 0 ? found : -found - 1;
        size = Math.min(size + 1, nearest.length);
        System.arraycopy(nearest, place, nearest, place + 1, size - place - 1);
        nearest[place] = distance;
    }

    /** How many there are: as many as wanted, unless it was shown fewer. */
    public int size() {
        return size;
    }

    /** How many of these are also near enough to be among the nearest of {@code truth}. */
    public int among(ExactNearest truth) {
        int hits = 0;
        for (int i = 0; i < size; i++) {
            if (nearest[i] <= truth.nearest[truth.size - 1]) {
                hits++;
            }
        }
        return Math.min(hits, truth.size);
    }
}
