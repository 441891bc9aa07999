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
        final long[] a = rows[0];
        final long[] b = rows[1];
        final long[] c = rows[2];
        final long[] d = rows[3];
        final int aOffset = offsets[0];
        final int bOffset = offsets[1];
        final int cOffset = offsets[2];
        final int dOffset = offsets[3];
        int sumA = 0;
        int sumB = 0;
        int sumC = 0;
        int sumD = 0;
        for (int i = 0; i < words; i++) {
            final long q = query[i];
            sumA += Long.bitCount(a[aOffset + i] ^ q);
            sumB += Long.bitCount(b[bOffset + i] ^ q);
            sumC += Long.bitCount(c[cOffset + i] ^ q);
            sumD += Long.bitCount(d[dOffset + i] ^ q);
        }
        results[0] = sumA;
        results[1] = sumB;
        results[2] = sumC;
        results[3] = sumD;
    }

    static void andCountFour(long[] query, long[][] rows, int[] offsets, int words, int[] results) {
        final long[] a = rows[0];
        final long[] b = rows[1];
        final long[] c = rows[2];
        final long[] d = rows[3];
        final int aOffset = offsets[0];
        final int bOffset = offsets[1];
        final int cOffset = offsets[2];
        final int dOffset = offsets[3];
        int sumA = 0;
        int sumB = 0;
        int sumC = 0;
        int sumD = 0;
        for (int i = 0; i < words; i++) {
            final long q = query[i];
            sumA += Long.bitCount(a[aOffset + i] & q);
            sumB += Long.bitCount(b[bOffset + i] & q);
            sumC += Long.bitCount(c[cOffset + i] & q);
            sumD += Long.bitCount(d[dOffset + i] & q);
        }
        results[0] = sumA;
        results[1] = sumB;
        results[2] = sumC;
        results[3] = sumD;
    }
}
