package io.lokivector.tck.index;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Knows the right answer: compares a query with every vector, in double precision. One thread.
 *
 * <p>It shares no code with any index.
 */
public final class ExactOracle {
    private final Metric metric;
    private final Map<Integer, float[]> vectors = new TreeMap<>();

    /** An oracle that knows no vectors yet. */
    public ExactOracle(Metric metric) {
        this.metric = metric;
    }

    /**
     * An ordinal and its distance.
     *
     * @param distance in the metric of the oracle
     */
    public record Hit(int ordinal, double distance) {}

    /** Sets the vector of an ordinal; kept, not copied. */
    public void put(int ordinal, float[] vector) {
        vectors.put(ordinal, vector);
    }

    /** Removes an ordinal. */
    public void remove(int ordinal) {
        vectors.remove(ordinal);
    }

    /** The vectors by ordinal. */
    public Map<Integer, float[]> vectors() {
        return vectors;
    }

    /** The nearest among the accepted, best first. */
    public List<Hit> nearest(float[] query, int k, OrdinalFilter filter) {
        final PriorityQueue<Hit> hits =
                new PriorityQueue<>(Comparator.comparingDouble(Hit::distance).reversed());
        vectors.forEach((ordinal, vector) -> {
            if (filter.accepts(ordinal)) {
                final double distance = distance(query, vector);
                if (hits.size() < k || distance < hits.element().distance()) {
                    hits.add(new Hit(ordinal, distance));
                    if (hits.size() > k) {
                        hits.remove();
                    }
                }
            }
        });
        final List<Hit> nearest = new ArrayList<>(hits);
        nearest.sort(Comparator.comparingDouble(Hit::distance));
        return nearest;
    }

    /** The distance of two vectors. */
    public double distance(float[] a, float[] b) {
        return switch (metric) {
            case EUCLIDEAN -> Math.sqrt(squaredDistance(a, b));
            case EUCLIDEAN_SQUARED -> squaredDistance(a, b);
            case COSINE -> {
                final double lengths = length(a) * length(b);
                yield lengths == 0 ? 1 : 1 - product(a, b) / lengths;
            }
            case DOT -> -product(a, b);
        };
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            final double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /**
     * How far an index may be off: 1e-4 of the distance, and where large terms cancel each other
     * out in single precision, 1e-5 of their size.
     */
    public double tolerance(float[] a, float[] b) {
        final double terms =
                switch (metric) {
                    case EUCLIDEAN, EUCLIDEAN_SQUARED -> 1e-20;
                    case COSINE -> 1;
                    case DOT -> length(a) * length(b);
                };
        return 1e-4 * Math.abs(distance(a, b)) + 1e-5 * terms;
    }

    /**
     * The share of the true nearest that were found. Vectors as near as the farthest of them count,
     * for ties have no order.
     */
    public double recall(float[] query, List<Hit> truth, Neighbors found) {
        if (truth.isEmpty()) {
            return 1;
        }
        final double farthest = truth.getLast().distance();
        int good = 0;
        for (int rank = 0; rank < found.size(); rank++) {
            final float[] vector = vectors.get(found.ordinal(rank));
            if (vector != null
                    && distance(query, vector) <= farthest + tolerance(query, vector) * 0.01) {
                good++;
            }
        }
        return Math.min(1, good / (double) truth.size());
    }

    private static double length(float[] vector) {
        return Math.sqrt(product(vector, vector));
    }
}
