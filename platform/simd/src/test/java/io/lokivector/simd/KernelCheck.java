package io.lokivector.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.function.Executable;

/**
 * Compares kernels with the same sums in double precision, for every length up to 130 and some
 * above, at random places of arrays that hold other components all around.
 *
 * @param <Q> an array of a query's components
 * @param <R> an array of rows' components
 * @param queries makes a query's array of a length
 * @param rows makes a row's array of a length
 * @param tolerance the error allowed, as a part of the sum of all terms' absolute values
 */
record KernelCheck<Q, R>(IntFunction<Q> queries, IntFunction<R> rows, double tolerance) {
    static final long SEED = Long.getLong("lokivector.seed", System.nanoTime());
    static final Random RANDOM = new Random(SEED);

    private static final int[] LENGTHS =
            IntStream.concat(IntStream.rangeClosed(0, 130), IntStream.of(384, 768, 1536)).toArray();
    private static final int AROUND = 20;

    /** A kernel of one pair. */
    @FunctionalInterface
    interface One<Q, R> {
        double of(Q query, int queryOffset, R row, int offset, int length);
    }

    /** A kernel of four rows; the results as doubles. */
    @FunctionalInterface
    interface Four<Q, R> {
        double[] of(Q query, R[] rows, int[] offsets, int length);
    }

    /** What a pair of components adds to the sum. */
    @FunctionalInterface
    interface Term<Q, R> {
        double of(Q query, int queryIndex, R row, int index);
    }

    void one(Term<Q, R> term, One<Q, R> kernel) {
        for (final int length : LENGTHS) {
            final int queryOffset = RANDOM.nextInt(AROUND);
            final int offset = RANDOM.nextInt(AROUND);
            final Q query = queries.apply(queryOffset + length + RANDOM.nextInt(AROUND));
            final R row = rows.apply(offset + length + RANDOM.nextInt(AROUND));
            assertSum(
                    term,
                    query,
                    queryOffset,
                    row,
                    offset,
                    length,
                    kernel.of(query, queryOffset, row, offset, length));
        }
    }

    void four(Term<Q, R> term, IntFunction<R[]> arrays, Four<Q, R> kernel) {
        for (final int length : LENGTHS) {
            final Q query = queries.apply(length + RANDOM.nextInt(AROUND));
            final R[] four = arrays.apply(4);
            final int[] offsets = new int[4];
            for (int i = 0; i < 4; i++) {
                offsets[i] = RANDOM.nextInt(AROUND);
                four[i] = rows.apply(offsets[i] + length + RANDOM.nextInt(AROUND));
            }
            final double[] results = kernel.of(query, four, offsets, length);
            for (int i = 0; i < 4; i++) {
                assertSum(term, query, 0, four[i], offsets[i], length, results[i]);
            }
        }
    }

    /** Both kernels refuse what begins before an array or ends behind it. */
    void refuses(IntFunction<R[]> arrays, One<Q, R> one, Four<Q, R> four) {
        for (final int length : new int[] {8, 100}) {
            final Q query = queries.apply(length);
            final R row = rows.apply(length);
            refused(() -> one.of(query, 1, row, 0, length));
            refused(() -> one.of(query, 0, row, 1, length));
            refused(() -> one.of(query, -1, row, 0, length));
            refused(() -> one.of(query, 0, row, -1, length));
            refused(() -> one.of(query, 0, row, Integer.MAX_VALUE, length));
            for (int i = 0; i < 4; i++) {
                final R[] same = arrays.apply(4);
                Arrays.fill(same, row);
                for (final int offset : new int[] {-1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                    final int[] offsets = new int[4];
                    offsets[i] = offset;
                    refused(() -> four.of(query, same, offsets, length));
                }
                refused(() -> four.of(queries.apply(length - 1), same, new int[4], length));
            }
        }
    }

    static double[] doubles(float[] floats) {
        return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    }

    static double[] doubles(int[] ints) {
        return IntStream.of(ints).asDoubleStream().toArray();
    }

    static float[] gaussians(int length) {
        final float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) RANDOM.nextGaussian();
        }
        return floats;
    }

    private void assertSum(
            Term<Q, R> term, Q query, int queryOffset, R row, int offset, int length, double sum) {
        double expected = 0;
        double magnitude = 0;
        for (int i = 0; i < length; i++) {
            final double part = term.of(query, queryOffset + i, row, offset + i);
            expected += part;
            magnitude += Math.abs(part);
        }
        assertEquals(
                expected,
                sum,
                magnitude * tolerance,
                () -> "length " + length + ", -Dlokivector.seed=" + SEED);
    }

    private static void refused(Executable call) {
        assertThrows(IndexOutOfBoundsException.class, call, () -> "-Dlokivector.seed=" + SEED);
    }
}
