package io.lokivector.simd;

/** The kernels of packed bits as plain loops. */
final class ScalarBits {
    private ScalarBits() {}

    static int hamming(long[] a, int aOffset, long[] b, int bOffset, int words) {
        int sum = 0;
        for (int i = 0; i < words; i++) {
            sum += Long.bitCount(a[aOffset + i] ^ b[bOffset + i]);
        }
        return sum;
    }

    static int andCount(long[] a, int aOffset, long[] b, int bOffset, int words) {
        int sum = 0;
        for (int i = 0; i < words; i++) {
            sum += Long.bitCount(a[aOffset + i] & b[bOffset + i]);
        }
        return sum;
    }

    static void hammingFour(long[] query, long[][] rows, int[] offsets, int words, int[] results) {
        for (int i = 0; i < 4; i++) {
            results[i] = hamming(query, 0, rows[i], offsets[i], words);
        }
    }

    static void andCountFour(long[] query, long[][] rows, int[] offsets, int words, int[] results) {
        for (int i = 0; i < 4; i++) {
            results[i] = andCount(query, 0, rows[i], offsets[i], words);
        }
    }
}
