package io.lokivector.simd;

/** The kernels of half floats as plain loops. */
final class ScalarHalves {
    private ScalarHalves() {}

    static float dot(float[] query, int queryOffset, short[] row, int offset, int length) {
        float sum0 = 0;
        float sum1 = 0;
        int i = 0;
        for (; i < length - 1; i += 2) {
            sum0 += query[queryOffset + i] * Float.float16ToFloat(row[offset + i]);
            sum1 += query[queryOffset + i + 1] * Float.float16ToFloat(row[offset + i + 1]);
        }
        if (i < length) {
            sum0 += query[queryOffset + i] * Float.float16ToFloat(row[offset + i]);
        }
        return sum0 + sum1;
    }

    static float squaredDistance(
            float[] query, int queryOffset, short[] row, int offset, int length) {
        float sum0 = 0;
        float sum1 = 0;
        int i = 0;
        for (; i < length - 1; i += 2) {
            final float d0 = query[queryOffset + i] - Float.float16ToFloat(row[offset + i]);
            final float d1 = query[queryOffset + i + 1] - Float.float16ToFloat(row[offset + i + 1]);
            sum0 += d0 * d0;
            sum1 += d1 * d1;
        }
        if (i < length) {
            final float d = query[queryOffset + i] - Float.float16ToFloat(row[offset + i]);
            sum0 += d * d;
        }
        return sum0 + sum1;
    }

    static void dotFour(float[] query, short[][] rows, int[] offsets, int length, float[] results) {
        for (int i = 0; i < 4; i++) {
            results[i] = dot(query, 0, rows[i], offsets[i], length);
        }
    }

    static void squaredDistanceFour(
            float[] query, short[][] rows, int[] offsets, int length, float[] results) {
        for (int i = 0; i < 4; i++) {
            results[i] = squaredDistance(query, 0, rows[i], offsets[i], length);
        }
    }
}
