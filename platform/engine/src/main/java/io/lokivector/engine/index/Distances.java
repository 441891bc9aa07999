package io.lokivector.engine.index;

import io.lokivector.spi.index.Metric;

/**
 * The exact distances of vectors from one query vector, computed in double precision. Immutable.
 *
 * <p>Four sums at a time, so that additions need not wait for each other.
 */
public final class Distances {
    private final Metric metric;
    private final float[] query;
    private final double length;

    /** Distances from a query, which is kept and must not change. */
    public Distances(Metric metric, float[] query) {
        this.metric = metric;
        this.query = query;
        this.length = metric == Metric.COSINE ? Math.sqrt(dot(query, query)) : 1;
    }

    /** The distance of two vectors of one length. */
    public static double between(Metric metric, float[] a, float[] b) {
        return new Distances(metric, a).to(b);
    }

    /** The distance of a vector, which has as many components as the query. */
    public double to(float[] vector) {
        return switch (metric) {
            case EUCLIDEAN -> Math.sqrt(squared(query, vector));
            case EUCLIDEAN_SQUARED -> squared(query, vector);
            case COSINE -> cosine(vector);
            case DOT -> -dot(query, vector);
        };
    }

    private double cosine(float[] vector) {
        final double lengths = length * Math.sqrt(dot(vector, vector));
        return lengths == 0 ? 1 : 1 - dot(query, vector) / lengths;
    }

    private static double squared(float[] a, float[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        final int fours = b.length & -4;
        for (int i = 0; i < fours; i += 4) {
            final double d0 = (double) a[i] - b[i];
            final double d1 = (double) a[i + 1] - b[i + 1];
            final double d2 = (double) a[i + 2] - b[i + 2];
            final double d3 = (double) a[i + 3] - b[i + 3];
            sum0 += d0 * d0;
            sum1 += d1 * d1;
            sum2 += d2 * d2;
            sum3 += d3 * d3;
        }
        for (int i = fours; i < b.length; i++) {
            final double d = (double) a[i] - b[i];
            sum0 += d * d;
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    private static double dot(float[] a, float[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        final int fours = b.length & -4;
        for (int i = 0; i < fours; i += 4) {
            sum0 += (double) a[i] * b[i];
            sum1 += (double) a[i + 1] * b[i + 1];
            sum2 += (double) a[i + 2] * b[i + 2];
            sum3 += (double) a[i + 3] * b[i + 3];
        }
        for (int i = fours; i < b.length; i++) {
            sum0 += (double) a[i] * b[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
