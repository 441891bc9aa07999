package io.lokivector.benchmarks.scale;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The true neighbours of queries among the first vectors of a source, by comparing with every one
 * of them on all cores. Vectors are made once for all queries and not kept.
 */
final class ExactTruth {
    private static final int NEIGHBOURS = 100;
    private static final int K = 10;

    /** What two single-precision cosines of the same pair may differ by. */
    private static final float ROUNDING = 2e-6f;

    private static final int BLOCK = 1_000;

    private final VectorSource source;
    private final float[][] queries;
    private final float[][] cosines;

    private ExactTruth(VectorSource source, float[][] queries, float[][] cosines) {
        this.source = source;
        this.queries = queries;
        this.cosines = cosines;
    }

    static ExactTruth of(VectorSource source, int vectors, int queryCount) {
        final float[][] queries =
                IntStream.range(0, queryCount).mapToObj(source::query).toArray(float[][]::new);
        final float[][] cosines = new float[queryCount][NEIGHBOURS];
        for (final float[] row : cosines) {
            Arrays.fill(row, Float.NEGATIVE_INFINITY);
        }
        IntStream.range(0, (vectors + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(block -> {
                    for (int i = block * BLOCK; i < Math.min(vectors, (block + 1) * BLOCK); i++) {
                        final float[] vector = source.vector(i);
                        for (int query = 0; query < queryCount; query++) {
                            offer(cosines[query], VectorSource.dot(queries[query], vector));
                        }
                    }
                });
        return new ExactTruth(source, queries, cosines);
    }

    /** Into a row that descends. */
    private static void offer(float[] row, float cosine) {
        // Read without the lock: what is too small stays too small.
        if (cosine <= row[NEIGHBOURS - 1]) {
            return;
        }
        synchronized (row) {
            int i = NEIGHBOURS - 1;
            if (cosine > row[i]) {
                for (; i > 0 && row[i - 1] < cosine; i--) {
                    row[i] = row[i - 1];
                }
                row[i] = cosine;
            }
        }
    }

    int queryCount() {
        return queries.length;
    }

    float[] query(int query) {
        return queries[query];
    }

    /**
     * The share of the ten nearest among what was found. A vector as near as the tenth counts as
     * one of them.
     */
    double recall(int query, int[] numbers) {
        int good = 0;
        for (final int number : Arrays.stream(numbers).distinct().toArray()) {
            final float cosine = VectorSource.dot(queries[query], source.vector(number));
            good += cosine >= cosines[query][K - 1] - ROUNDING ? 1 : 0;
        }
        return Math.min(1, good / (double) K);
    }

    /** How far the tenth neighbour is, on average: the straight line. */
    double tenthDistance() {
        return Arrays.stream(cosines).mapToDouble(row -> distance(row[K - 1])).average().orElse(0);
    }

    /**
     * The local intrinsic dimension around the queries: the maximum-likelihood estimate from a
     * hundred neighbours of each, averaged as its inverse (Amsaleg et al., "Estimating Local
     * Intrinsic Dimensionality", KDD 2015; MacKay and Ghahramani, 2005).
     */
    double intrinsicDimension() {
        double sum = 0;
        for (final float[] row : cosines) {
            final double farthest = distance(row[NEIGHBOURS - 1]);
            for (int i = 0; i < NEIGHBOURS - 1; i++) {
                sum += Math.log(farthest / Math.max(1e-6, distance(row[i])));
            }
        }
        return cosines.length * (NEIGHBOURS - 1) / sum;
    }

    private static double distance(float cosine) {
        return Math.sqrt(Math.max(0, 2 - 2.0 * cosine));
    }
}
