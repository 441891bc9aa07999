package io.lokivector.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MixedKernelsTest {
    private final long seed = Long.getLong("lokivector.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private interface DotKernel {
        void of(float[] query, byte[][] rows, int[] offsets, int length, float[] results);
    }

    private interface DistanceKernel {
        void of(
                float[] query,
                byte[][] rows,
                int[] offsets,
                float[] scales,
                float[] shifts,
                int length,
                float[] results);
    }

    @Test
    void innerProductsMatchDoublePrecisionForEveryLength() {
        for (int length = 0; length <= 200; length++) {
            checkDot(MixedKernels::dotFour, length);
            checkDot(ScalarMixed::dotFour, length);
        }
    }

    @Test
    void squaredDistancesMatchDoublePrecisionForEveryLength() {
        for (int length = 0; length <= 200; length++) {
            checkDistance(MixedKernels::squaredDistanceFour, length);
            checkDistance(ScalarMixed::squaredDistanceFour, length);
        }
    }

    @Test
    void aRowOutsideItsArrayIsRefused() {
        final byte[][] rows = {new byte[64], new byte[64], new byte[64], new byte[63]};
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> MixedKernels.dotFour(new float[64], rows, new int[4], 64, new float[4]));
    }

    private void checkDot(DotKernel kernel, int length) {
        final Rows four = new Rows(length);
        final float[] results = new float[4];
        kernel.of(four.query, four.rows, four.offsets, length, results);
        for (int lane = 0; lane < 4; lane++) {
            double sum = 0;
            double terms = 0;
            for (int i = 0; i < length; i++) {
                final double term = (double) four.query[i] * four.code(lane, i);
                sum += term;
                terms += Math.abs(term);
            }
            assertEquals(sum, results[lane], 1e-5 * terms + 1e-10, "length " + length + seed());
        }
    }

    private void checkDistance(DistanceKernel kernel, int length) {
        final Rows four = new Rows(length);
        final float[] results = new float[4];
        kernel.of(four.query, four.rows, four.offsets, four.scales, four.shifts, length, results);
        for (int lane = 0; lane < 4; lane++) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                final double difference =
                        (double) four.query[i]
                                - Math.fma(
                                        four.scales[lane], four.code(lane, i), four.shifts[lane]);
                sum += difference * difference;
            }
            assertEquals(sum, results[lane], 1e-5 * sum + 1e-10, "length " + length + seed());
        }
    }

    private String seed() {
        return "; play it again with -Dlokivector.seed=" + seed;
    }

    /** Random rows at random places of two arrays. */
    private final class Rows {
        final float[] query;
        final byte[][] rows;
        final int[] offsets = new int[4];
        final float[] scales = new float[4];
        final float[] shifts = new float[4];

        Rows(int length) {
            query = new float[length];
            for (int i = 0; i < length; i++) {
                query[i] = (float) random.nextGaussian();
            }
            final byte[] one = new byte[3 * length + 7];
            final byte[] other = new byte[length + 9];
            random.nextBytes(one);
            random.nextBytes(other);
            rows = new byte[][] {one, other, one, other};
            for (int lane = 0; lane < 4; lane++) {
                offsets[lane] = random.nextInt(rows[lane].length - length + 1);
                scales[lane] = random.nextFloat() / 100;
                shifts[lane] = random.nextFloat() - 0.5f;
            }
        }

        byte code(int lane, int i) {
            return rows[lane][offsets[lane] + i];
        }
    }
}
