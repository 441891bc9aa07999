package io.lokivector.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelsTest {
    private final long seed = Long.getLong("lokivector.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private interface Kernel {
        float of(float[] a, int aOffset, float[] b, int bOffset, int length);
    }

    private interface FourKernel {
        void of(float[] query, float[][] rows, int[] offsets, int length, float[] results);
    }

    @Test
    void innerProductsMatchDoublePrecisionForEveryLengthAndOffset() {
        for (int length = 0; length <= 300; length++) {
            check(Kernels::dot, false, length);
            check(ScalarFloats::dot, false, length);
            check(VectorApiFloats::dot, false, length);
        }
    }

    @Test
    void squaredDistancesMatchDoublePrecisionForEveryLengthAndOffset() {
        for (int length = 0; length <= 300; length++) {
            check(Kernels::squaredDistance, true, length);
            check(ScalarFloats::squaredDistance, true, length);
            check(VectorApiFloats::squaredDistance, true, length);
        }
    }

    @Test
    void fourRowsAtATimeGiveWhatOneByOneGives() {
        for (int length = 1; length <= 300; length++) {
            checkFour(Kernels::dotFour, Kernels::dot, length);
            checkFour(Kernels::squaredDistanceFour, Kernels::squaredDistance, length);
        }
    }

    @Test
    void aRangeOutsideItsArrayIsRefused() {
        for (final Kernel kernel :
                new Kernel[] {
                    ScalarFloats::dot,
                    ScalarFloats::squaredDistance,
                    VectorApiFloats::dot,
                    VectorApiFloats::squaredDistance
                }) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> kernel.of(new float[10], 3, new float[10], 0, 8));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> kernel.of(new float[64], 0, new float[64], 60, 8));
        }
    }

    private void check(Kernel kernel, boolean squaredDistance, int length) {
        final int aOffset = random.nextInt(20);
        final int bOffset = random.nextInt(20);
        final float[] a = floats(aOffset + length + random.nextInt(20));
        final float[] b = floats(bOffset + length + random.nextInt(20));
        double expected = 0;
        double magnitude = 0;
        for (int i = 0; i < length; i++) {
            final double x = a[aOffset + i];
            final double y = b[bOffset + i];
            final double term = squaredDistance ? (x - y) * (x - y) : x * y;
            expected += term;
            magnitude += Math.abs(term);
        }
        assertEquals(
                expected,
                kernel.of(a, aOffset, b, bOffset, length),
                magnitude * 1e-6 + 1e-30,
                "length " + length + ", seed " + seed);
    }

    private void checkFour(FourKernel four, Kernel one, int length) {
        final float[] query = floats(length);
        final float[][] rows = new float[4][];
        final int[] offsets = new int[4];
        final float[] expected = new float[4];
        for (int i = 0; i < 4; i++) {
            offsets[i] = random.nextInt(9);
            rows[i] = floats(offsets[i] + length);
            expected[i] = one.of(query, 0, rows[i], offsets[i], length);
        }
        final float[] results = new float[4];
        four.of(query, rows, offsets, length, results);
        assertArrayEquals(expected, results, length * 2e-5f, "length " + length + ", seed " + seed);
    }

    private float[] floats(int length) {
        final float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }
}
