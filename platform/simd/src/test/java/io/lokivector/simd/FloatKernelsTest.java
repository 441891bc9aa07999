package io.lokivector.simd;

import static io.lokivector.simd.KernelCheck.doubles;

import org.junit.jupiter.api.Test;

class FloatKernelsTest {
    private static final KernelCheck<float[], float[]> CHECK =
            new KernelCheck<>(KernelCheck::gaussians, KernelCheck::gaussians, 3e-6);

    @Test
    void innerProductsMatchDoublePrecision() {
        CHECK.one(FloatKernelsTest::product, Kernels::dot);
        CHECK.one(FloatKernelsTest::product, VectorApiFloats::dot);
        CHECK.one(FloatKernelsTest::product, ScalarFloats::dot);
        CHECK.four(FloatKernelsTest::product, float[][]::new, four(Kernels::dotFour));
        CHECK.four(FloatKernelsTest::product, float[][]::new, four(VectorApiFloats::dotFour));
        CHECK.four(FloatKernelsTest::product, float[][]::new, four(ScalarFloats::dotFour));
    }

    @Test
    void squaredDistancesMatchDoublePrecision() {
        CHECK.one(FloatKernelsTest::square, Kernels::squaredDistance);
        CHECK.one(FloatKernelsTest::square, VectorApiFloats::squaredDistance);
        CHECK.one(FloatKernelsTest::square, ScalarFloats::squaredDistance);
        CHECK.four(FloatKernelsTest::square, float[][]::new, four(Kernels::squaredDistanceFour));
        CHECK.four(
                FloatKernelsTest::square,
                float[][]::new,
                four(VectorApiFloats::squaredDistanceFour));
        CHECK.four(
                FloatKernelsTest::square, float[][]::new, four(ScalarFloats::squaredDistanceFour));
    }

    @Test
    void aRangeOutsideItsArrayIsRefused() {
        CHECK.refuses(float[][]::new, VectorApiFloats::dot, four(VectorApiFloats::dotFour));
        CHECK.refuses(float[][]::new, ScalarFloats::dot, four(ScalarFloats::dotFour));
        CHECK.refuses(
                float[][]::new,
                VectorApiFloats::squaredDistance,
                four(VectorApiFloats::squaredDistanceFour));
        CHECK.refuses(
                float[][]::new,
                ScalarFloats::squaredDistance,
                four(ScalarFloats::squaredDistanceFour));
    }

    private static double product(float[] query, int i, float[] row, int j) {
        return (double) query[i] * row[j];
    }

    private static double square(float[] query, int i, float[] row, int j) {
        final double difference = (double) query[i] - row[j];
        return difference * difference;
    }

    @FunctionalInterface
    private interface Writing {
        void write(float[] query, float[][] rows, int[] offsets, int length, float[] results);
    }

    private static KernelCheck.Four<float[], float[]> four(Writing kernel) {
        return (query, rows, offsets, length) -> {
            final float[] results = new float[4];
            kernel.write(query, rows, offsets, length, results);
            return doubles(results);
        };
    }
}
