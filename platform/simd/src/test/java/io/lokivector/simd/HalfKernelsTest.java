package io.lokivector.simd;

import static io.lokivector.simd.KernelCheck.RANDOM;
import static io.lokivector.simd.KernelCheck.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HalfKernelsTest {
    private static final KernelCheck<float[], short[]> CHECK =
            new KernelCheck<>(KernelCheck::gaussians, HalfKernelsTest::halves, 3e-6);

    @Test
    void innerProductsMatchDoublePrecision() {
        CHECK.one(HalfKernelsTest::product, Kernels::dot);
        CHECK.one(HalfKernelsTest::product, VectorApiHalves::dot);
        CHECK.one(HalfKernelsTest::product, ScalarHalves::dot);
        CHECK.four(HalfKernelsTest::product, short[][]::new, four(Kernels::dotFour));
        CHECK.four(HalfKernelsTest::product, short[][]::new, four(VectorApiHalves::dotFour));
        CHECK.four(HalfKernelsTest::product, short[][]::new, four(ScalarHalves::dotFour));
    }

    @Test
    void squaredDistancesMatchDoublePrecision() {
        CHECK.one(HalfKernelsTest::square, Kernels::squaredDistance);
        CHECK.one(HalfKernelsTest::square, VectorApiHalves::squaredDistance);
        CHECK.one(HalfKernelsTest::square, ScalarHalves::squaredDistance);
        CHECK.four(HalfKernelsTest::square, short[][]::new, four(Kernels::squaredDistanceFour));
        CHECK.four(
                HalfKernelsTest::square,
                short[][]::new,
                four(VectorApiHalves::squaredDistanceFour));
        CHECK.four(
                HalfKernelsTest::square, short[][]::new, four(ScalarHalves::squaredDistanceFour));
    }

    @Test
    void aRangeOutsideItsArrayIsRefused() {
        CHECK.refuses(short[][]::new, VectorApiHalves::dot, four(VectorApiHalves::dotFour));
        CHECK.refuses(short[][]::new, ScalarHalves::dot, four(ScalarHalves::dotFour));
        CHECK.refuses(
                short[][]::new,
                VectorApiHalves::squaredDistance,
                four(VectorApiHalves::squaredDistanceFour));
        CHECK.refuses(
                short[][]::new,
                ScalarHalves::squaredDistance,
                four(ScalarHalves::squaredDistanceFour));
    }

    @Test
    void everyFiniteHalfIsReadExactly() {
        final int length = 100;
        final float[] query = new float[length];
        final short[] row = new short[length];
        for (int bits = 0; bits < 1 << 16; bits++) {
            final short half = (short) bits;
            final float value = Float.float16ToFloat(half);
            if (Float.isFinite(value)) {
                final int i = bits % length;
                query[i] = 1;
                row[i] = half;
                assertEquals(value + 0f, VectorApiHalves.dot(query, 0, row, 0, length));
                final double[] products =
                        four(VectorApiHalves::dotFour)
                                .of(query, new short[][] {row, row, row, row}, new int[4], length);
                assertArrayEquals(new double[] {value, value, value, value}, products, 0.0);
                query[i] = 0;
                assertEquals(
                        value * value, VectorApiHalves.squaredDistance(query, 0, row, 0, length));
                row[i] = 0;
            }
        }
    }

    /** Large and tiny halves, subnormal ones among them. */
    private static short[] halves(int length) {
        final short[] halves = new short[length];
        for (int i = 0; i < length; i++) {
            final double scale = Math.pow(10, RANDOM.nextInt(11) - 7.0);
            halves[i] = Float.floatToFloat16((float) (RANDOM.nextGaussian() * scale));
        }
        return halves;
    }

    private static double product(float[] query, int i, short[] row, int j) {
        return (double) query[i] * Float.float16ToFloat(row[j]);
    }

    private static double square(float[] query, int i, short[] row, int j) {
        final double difference = (double) query[i] - Float.float16ToFloat(row[j]);
        return difference * difference;
    }

    @FunctionalInterface
    private interface Writing {
        void write(float[] query, short[][] rows, int[] offsets, int length, float[] results);
    }

    private static KernelCheck.Four<float[], short[]> four(Writing kernel) {
        return (query, rows, offsets, length) -> {
            final float[] results = new float[4];
            kernel.write(query, rows, offsets, length, results);
            return doubles(results);
        };
    }
}
