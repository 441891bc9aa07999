package io.lokivector.benchmarks.vectors;

import io.lokivector.benchmarks.vectors.Contender.Filter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The true neighbours of queries, by comparing with every row: plain loops that share no code with
 * any index, on all cores.
 */
final class ExactNeighbors {
    /** What two single-precision cosines of the same pair may differ by. */
    private static final float ROUNDING = 2e-6f;

    private final int dimension;
    private final float[][] base;
    private final float[][] queries;

    private ExactNeighbors(int dimension, float[][] base, float[][] queries) {
        this.dimension = dimension;
        this.base = base;
        this.queries = queries;
    }

    static ExactNeighbors of(VectorSet data) {
        return of(
                data.dimension(),
                rows(data.size(), data::unitVector),
                rows(data.queryCount(), data::unitQuery));
    }

    /**
     * Neighbours among vectors of length 1.
     *
     * @param base are kept
     * @param queries are kept
     */
    static ExactNeighbors of(int dimension, float[][] base, float[][] queries) {
        return new ExactNeighbors(dimension, base, queries);
    }

    private static float[][] rows(int count, IntFunction<float[]> row) {
        return IntStream.range(0, count).parallel().mapToObj(row).toArray(float[][]::new);
    }

    /** For each of the first queries its nearest rows under each filter, nearest first. */
    int[][][] nearest(int queryCount, int count, List<Filter> filters) {
        return IntStream.range(0, queryCount)
                .parallel()
                .mapToObj(query -> nearest(queries[query], count, filters))
                .toArray(int[][][]::new);
    }

    private int[][] nearest(float[] query, int count, List<Filter> filters) {
        final List<Nearest> nearest = new ArrayList<>();
        filters.forEach(_ -> nearest.add(new Nearest(count)));
        for (int row = 0; row < base.length; row++) {
            final float cosine = dot(query, base[row]);
            for (int i = 0; i < filters.size(); i++) {
                if (filters.get(i).accepts(row)) {
                    nearest.get(i).offer(row, cosine);
                }
            }
        }
        return nearest.stream().map(Nearest::rows).toArray(int[][]::new);
    }

    /** Four sums, so that one addition need not wait for the other. */
    private float dot(float[] a, float[] b) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i + 3 < dimension; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (; i < dimension; i++) {
            sum0 += a[i] * b[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /**
     * Which part of the true neighbours was found. A row as near as the last of them counts as one
     * of them; a row that the filter does not accept, or the same row twice, does not.
     *
     * @param truth for each query, as many rows as are asked for
     * @param found for each query the rows answered
     */
    double recall(int[][] truth, int[][] found, Filter filter) {
        long right = 0;
        long wanted = 0;
        for (int query = 0; query < found.length; query++) {
            final int[] expected = truth[query];
            if (expected.length == 0) {
                continue;
            }
            final float least = dot(queries[query], base[expected[expected.length - 1]]) - ROUNDING;
            final Set<Integer> counted = new HashSet<>();
            for (final int row : found[query]) {
                if (row >= 0
                        && filter.accepts(row)
                        && dot(queries[query], base[row]) >= least
                        && counted.size() < expected.length) {
                    counted.add(row);
                }
            }
            right += counted.size();
            wanted += expected.length;
        }
        return (double) right / wanted;
    }

    /** The best rows so far, best first. */
    private static final class Nearest {
        private final int[] rows;
        private final float[] cosines;
        private int size;

        Nearest(int count) {
            rows = new int[count];
            cosines = new float[count];
        }

        void offer(int row, float cosine) {
            if (size == rows.length && cosine <= cosines[size - 1]) {
                return;
            }
            int place = size < rows.length ? size++ : size - 1;
            while (place > 0 && cosines[place - 1] < cosine) {
                cosines[place] = cosines[place - 1];
                rows[place] = rows[place - 1];
                place--;
            }
            cosines[place] = cosine;
            rows[place] = row;
        }

        int[] rows() {
            return Arrays.copyOf(rows, size);
        }
    }
}
