package io.lokivector.vectors;

import io.lokivector.spi.index.Neighbors;
import java.util.Arrays;

/** Turns keys of score and ordinal into what a search returns. */
public final class Results {
    private Results() {}

    /**
     * The keys without those that repeat an ordinal: a search beside a replacement may meet both
     * vectors of one ordinal, and keeps the nearer.
     *
     * @param keys ascending
     */
    public static long[] distinct(long[] keys) {
        final int[] ordinals = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            ordinals[i] = Keys.number(keys[i]);
        }
        Arrays.sort(ordinals);
        boolean repeats = false;
        for (int i = 1; i < ordinals.length; i++) {
            repeats |= ordinals[i] == ordinals[i - 1];
        }
        if (!repeats) {
            return keys;
        }
        int count = 0;
        final long[] distinct = new long[keys.length];
        for (final long key : keys) {
            boolean seen = false;
            for (int i = 0; i < count && !seen; i++) {
                seen = Keys.number(distinct[i]) == Keys.number(key);
            }
            if (!seen) {
                distinct[count++] = key;
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    /** The first {@code k} keys as neighbours. */
    public static Neighbors neighbors(RowMetric metric, long[] keys, int k) {
        final int size = Math.min(k, keys.length);
        final int[] ordinals = new int[size];
        final float[] distances = new float[size];
        for (int i = 0; i < size; i++) {
            ordinals[i] = Keys.number(keys[i]);
            distances[i] = metric.distance(Keys.score(keys[i]));
        }
        return new Neighbors(ordinals, distances);
    }
}
