package io.lokivector.simd;

import static io.lokivector.simd.KernelCheck.RANDOM;
import static io.lokivector.simd.KernelCheck.doubles;

import org.junit.jupiter.api.Test;

class BitKernelsTest {
    private static final KernelCheck<long[], long[]> CHECK =
            new KernelCheck<>(BitKernelsTest::words, BitKernelsTest::words, 0);

    @Test
    void hammingDistancesMatchDoublePrecision() {
        CHECK.one(BitKernelsTest::different, Kernels::hamming);
        CHECK.one(BitKernelsTest::different, VectorApiBits::hamming);
        CHECK.one(BitKernelsTest::different, ScalarBits::hamming);
        CHECK.four(BitKernelsTest::different, long[][]::new, four(Kernels::hammingFour));
        CHECK.four(BitKernelsTest::different, long[][]::new, four(VectorApiBits::hammingFour));
        CHECK.four(BitKernelsTest::different, long[][]::new, four(ScalarBits::hammingFour));
    }

    @Test
    void countsOfCommonBitsMatchDoublePrecision() {
        CHECK.one(BitKernelsTest::common, Kernels::andCount);
        CHECK.one(BitKernelsTest::common, VectorApiBits::andCount);
        CHECK.one(BitKernelsTest::common, ScalarBits::andCount);
        CHECK.four(BitKernelsTest::common, long[][]::new, four(Kernels::andCountFour));
        CHECK.four(BitKernelsTest::common, long[][]::new, four(VectorApiBits::andCountFour));
        CHECK.four(BitKernelsTest::common, long[][]::new, four(ScalarBits::andCountFour));
    }

    @Test
    void aRangeOutsideItsArrayIsRefused() {
        CHECK.refuses(long[][]::new, VectorApiBits::hamming, four(VectorApiBits::hammingFour));
        CHECK.refuses(long[][]::new, ScalarBits::hamming, four(ScalarBits::hammingFour));
        CHECK.refuses(long[][]::new, VectorApiBits::andCount, four(VectorApiBits::andCountFour));
        CHECK.refuses(long[][]::new, ScalarBits::andCount, four(ScalarBits::andCountFour));
    }

    private static long[] words(int length) {
        return RANDOM.longs(length).toArray();
    }

    private static double different(long[] query, int i, long[] row, int j) {
        return Long.bitCount(query[i] ^ row[j]);
    }

    private static double common(long[] query, int i, long[] row, int j) {
        return Long.bitCount(query[i] & row[j]);
    }

    @FunctionalInterface
    private interface Writing {
        void write(long[] query, long[][] rows, int[] offsets, int length, int[] results);
    }

    private static KernelCheck.Four<long[], long[]> four(Writing kernel) {
        return (query, rows, offsets, length) -> {
            final int[] results = new int[4];
            kernel.write(query, rows, offsets, length, results);
            return doubles(results);
        };
    }
}
