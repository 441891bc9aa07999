package io.lokivector.tck.index;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
        final List<Hit> hits = new ArrayList<>();
        vectors.forEach((ordinal, vector) -> {
            if (filter.accepts(ordinal)) {
                hits.add(new Hit(ordinal, distance(query, vector)));
            }
        });
        hits.sort(Comparator.comparingDouble(Hit::distance));
        return hits.subList(0, Math.min(k, hits.size()));
    }

    /** The distance of two vectors. */
    public double distance(float[] a, float[] b) {
        double product = 0;
        double squares = 0;
        double aSquares = 0;
        double bSquares = 0;
        for (int i = 0; i < a.length; i++) {
            final double x = a[i];
            final double y = b[i];
            product += x * y;
            squares += (x - y) * (x - y);
            aSquares += x * x;
            bSquares += y * y;
        }
        return switch (metric) {
            case EUCLIDEAN -> Math.sqrt(squares);
            case EUCLIDEAN_SQUARED -> squares;
            case COSINE ->
                    aSquares == 0 || bSquares == 0
                            ? 1
                            : 1 - product / Math.sqrt(aSquares) / Math.sqrt(bSquares);
            case DOT -> -product;
        };
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
        double sum = 0;
        for (final float component : vector) {
            sum += (double) component * component;
        }
        return Math.sqrt(sum);
    }
}
