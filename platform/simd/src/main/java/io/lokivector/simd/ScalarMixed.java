package io.lokivector.simd;

/** The kernels of codes as plain loops. */
final class ScalarMixed {
    private ScalarMixed() {}

    static void dotFour(float[] query, byte[][] rows, int[] offsets, int length, float[] results) {
        for (int lane = 0; lane < 4; lane++) {
            final byte[] row = rows[lane];
            final int offset = offsets[lane];
            float sum0 = 0;
            float sum1 = 0;
            int i = 0;
            for (; i < length - 1; i += 2) {
                sum0 += query[i] * row[offset + i];
                sum1 += query[i + 1] * row[offset + i + 1];
            }
            if (i < length) {
                sum0 += query[i] * row[offset + i];
            }
            results[lane] = sum0 + sum1;
        }
    }

    static void squaredDistanceFour(
            float[] query,
            byte[][] rows,
            int[] offsets,
            float[] scales,
            float[] shifts,
            int length,
            float[] results) {
        for (int lane = 0; lane < 4; lane++) {
            final byte[] row = rows[lane];
            final int offset = offsets[lane];
            float sum = 0;
            for (int i = 0; i < length; i++) {
                final float difference =
                        query[i] - Math.fma(scales[lane], row[offset + i], shifts[lane]);
                sum += difference * difference;
            }
            results[lane] = sum;
        }
    }
}
