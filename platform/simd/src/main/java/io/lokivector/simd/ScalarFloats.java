package io.lokivector.simd;

/** The kernels of floats as plain loops. */
final class ScalarFloats {
    private ScalarFloats() {}

    // Four sums instead of one: additions of one sum wait for each other, and the compiler may not
    // reorder them.
    static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i < length - 3; i += 4) {
            sum0 += a[aOffset + i] * b[bOffset + i];
            sum1 += a[aOffset + i + 1] * b[bOffset + i + 1];
            sum2 += a[aOffset + i + 2] * b[bOffset + i + 2];
            sum3 += a[aOffset + i + 3] * b[bOffset + i + 3];
        }
        for (; i < length; i++) {
            sum0 += a[aOffset + i] * b[bOffset + i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    static float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int length) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i < length - 3; i += 4) {
            final float d0 = a[aOffset + i] - b[bOffset + i];
            final float d1 = a[aOffset + i + 1] - b[bOffset + i + 1];
            final float d2 = a[aOffset + i + 2] - b[bOffset + i + 2];
            final float d3 = a[aOffset + i + 3] - b[bOffset + i + 3];
            sum0 += d0 * d0;
            sum1 += d1 * d1;
            sum2 += d2 * d2;
            sum3 += d3 * d3;
        }
        for (; i < length; i++) {
            final float d = a[aOffset + i] - b[bOffset + i];
            sum0 += d * d;
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    static void dotFour(float[] query, float[][] rows, int[] offsets, int length, float[] results) {
        for (int i = 0; i < 4; i++) {
            results[i] = dot(query, 0, rows[i], offsets[i], length);
        }
    }

    static void squaredDistanceFour(
            float[] query, float[][] rows, int[] offsets, int length, float[] results) {
        for (int i = 0; i < 4; i++) {
            results[i] = squaredDistance(query, 0, rows[i], offsets[i], length);
        }
    }
}
