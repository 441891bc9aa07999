package io.lokivector.simd;

/** The kernels of bytes as plain loops. */
final class ScalarBytes {
    private ScalarBytes() {}

    static int dot(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[aOffset + i] * b[bOffset + i];
        }
        return sum;
    }

    static int squaredDistance(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            final int difference = a[aOffset + i] - b[bOffset + i];
            sum += difference * difference;
        }
        return sum;
    }

    static void dotFour(byte[] query, byte[][] rows, int[] offsets, int length, int[] results) {
        for (int i = 0; i < 4; i++) {
            results[i] = dot(query, 0, rows[i], offsets[i], length);
        }
    }

    static void squaredDistanceFour(
            byte[] query, byte[][] rows, int[] offsets, int length, int[] results) {
        for (int i = 0; i < 4; i++) {
            results[i] = squaredDistance(query, 0, rows[i], offsets[i], length);
        }
    }
}
