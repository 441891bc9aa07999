package io.lokivector.simd;

import static io.lokivector.simd.KernelCheck.RANDOM;
import static io.lokivector.simd.KernelCheck.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteKernelsTest {
    private static final KernelCheck<byte[], byte[]> CHECK =
            new KernelCheck<>(ByteKernelsTest::bytes, ByteKernelsTest::bytes, 0);

    @Test
    void innerProductsMatchDoublePrecision() {
        CHECK.one(ByteKernelsTest::product, Kernels::dot);
        CHECK.one(ByteKernelsTest::product, VectorApiBytes::dot);
        CHECK.one(ByteKernelsTest::product, ScalarBytes::dot);
        CHECK.four(ByteKernelsTest::product, byte[][]::new, four(Kernels::dotFour));
        CHECK.four(ByteKernelsTest::product, byte[][]::new, four(VectorApiBytes::dotFour));
        CHECK.four(ByteKernelsTest::product, byte[][]::new, four(ScalarBytes::dotFour));
    }

    @Test
    void squaredDistancesMatchDoublePrecision() {
        CHECK.one(ByteKernelsTest::square, Kernels::squaredDistance);
        CHECK.one(ByteKernelsTest::square, VectorApiBytes::squaredDistance);
        CHECK.one(ByteKernelsTest::square, ScalarBytes::squaredDistance);
        CHECK.four(ByteKernelsTest::square, byte[][]::new, four(Kernels::squaredDistanceFour));
        CHECK.four(
                ByteKernelsTest::square, byte[][]::new, four(VectorApiBytes::squaredDistanceFour));
        CHECK.four(ByteKernelsTest::square, byte[][]::new, four(ScalarBytes::squaredDistanceFour));
    }

    @Test
    void aRangeOutsideItsArrayIsRefused() {
        CHECK.refuses(byte[][]::new, VectorApiBytes::dot, four(VectorApiBytes::dotFour));
        CHECK.refuses(byte[][]::new, ScalarBytes::dot, four(ScalarBytes::dotFour));
        CHECK.refuses(
                byte[][]::new,
                VectorApiBytes::squaredDistance,
                four(VectorApiBytes::squaredDistanceFour));
        CHECK.refuses(
                byte[][]::new,
                ScalarBytes::squaredDistance,
                four(ScalarBytes::squaredDistanceFour));
    }

    @Test
    void theLargestSumsAreExact() {
        final byte[] low = new byte[131_071];
        final byte[] high = new byte[131_071];
        Arrays.fill(low, Byte.MIN_VALUE);
        Arrays.fill(high, Byte.MAX_VALUE);
        assertEquals(131_071 << 14, VectorApiBytes.dot(low, 0, low, 0, 131_071));
        assertEquals(131_071 * -16_256, VectorApiBytes.dot(low, 0, high, 0, 131_071));
        assertEquals(33_025 * 65_025, VectorApiBytes.squaredDistance(low, 0, high, 0, 33_025));
        final byte[][] rows = {low, high, low, high};
        assertArrayEquals(
                new double[] {131_071 << 14, 131_071 * -16_256, 131_071 << 14, 131_071 * -16_256},
                four(VectorApiBytes::dotFour).of(low, rows, new int[4], 131_071));
        assertArrayEquals(
                new double[] {0, 33_025 * 65_025, 0, 33_025 * 65_025},
                four(VectorApiBytes::squaredDistanceFour).of(low, rows, new int[4], 33_025));
    }

    /** Any bytes, or the largest and smallest only. */
    private static byte[] bytes(int length) {
        final byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        if (RANDOM.nextBoolean()) {
            for (int i = 0; i < length; i++) {
                bytes[i] = bytes[i] < 64 ? Byte.MIN_VALUE : Byte.MAX_VALUE;
            }
        }
        return bytes;
    }

    private static double product(byte[] query, int i, byte[] row, int j) {
        return query[i] * row[j];
    }

    private static double square(byte[] query, int i, byte[] row, int j) {
        final int difference = query[i] - row[j];
        return difference * difference;
    }

    @FunctionalInterface
    private interface Writing {
        void write(byte[] query, byte[][] rows, int[] offsets, int length, int[] results);
    }

    private static KernelCheck.Four<byte[], byte[]> four(Writing kernel) {
        return (query, rows, offsets, length) -> {
            final int[] results = new int[4];
            kernel.write(query, rows, offsets, length, results);
            return doubles(results);
        };
    }
}
