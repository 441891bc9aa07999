package io.lokivector.engine.index;

import io.lokivector.spi.index.Metric;

/** Exact distances, computed in double precision. */
public final class Distances {
    private Distances() {}

    /** The distance of two vectors of one length. */
    public static double between(Metric metric, float[] a, float[] b) {
        return switch (metric) {
            case EUCLIDEAN -> Math.sqrt(squared(a, b));
            case EUCLIDEAN_SQUARED -> squared(a, b);
            case COSINE -> cosine(a, b);
            case DOT -> -dot(a, b);
        };
    }

    private static double squared(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            final double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static double cosine(float[] a, float[] b) {
        final double lengths = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
        return lengths == 0 ? 1 : 1 - dot(a, b) / lengths;
    }
}
