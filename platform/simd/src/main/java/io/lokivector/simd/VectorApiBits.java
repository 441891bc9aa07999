package io.lokivector.simd;

import static jdk.incubator.vector.LongVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels of packed bits on the Vector API; {@link VectorApiFloats} says why they look so.
 *
 * <p>Registers of 256 bits at most: the vectors are short, and a wider register is half empty.
 */
final class VectorApiBits {
    private static final VectorSpecies<Long> SPECIES =
            LongVector.SPECIES_PREFERRED.length() > LongVector.SPECIES_256.length()
                    ? LongVector.SPECIES_256
                    : LongVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final LongVector NUMBERS = LongVector.zero(SPECIES).addIndex(1);

    private VectorApiBits() {}

    static int hamming(long[] a, int aOffset, long[] b, int bOffset, int words) {
        if (words < LANES) {
            return ScalarBits.hamming(a, aOffset, b, bOffset, words);
        }
        LongVector sum = LongVector.zero(SPECIES);
        int i = 0;
        for (; i <= words - LANES; i += LANES) {
            final LongVector bits =
                    fromArray(SPECIES, a, aOffset + i)
                            .lanewise(XOR, fromArray(SPECIES, b, bOffset + i));
            sum = sum.add(bits.lanewise(BIT_COUNT));
        }
        if (i < words) {
            final int last = words - LANES;
            final VectorMask<Long> counted = NUMBERS.compare(LT, (long) (i - last));
            final LongVector bits =
                    fromArray(SPECIES, a, aOffset + last)
                            .lanewise(XOR, fromArray(SPECIES, b, bOffset + last))
                            .blend(0, counted);
            sum = sum.add(bits.lanewise(BIT_COUNT));
        }
        return (int) sum.reduceLanes(ADD);
    }

    static int andCount(long[] a, int aOffset, long[] b, int bOffset, int words) {
        if (words < LANES) {
            return ScalarBits.andCount(a, aOffset, b, bOffset, words);
        }
        LongVector sum = LongVector.zero(SPECIES);
        int i = 0;
        for (; i <= words - LANES; i += LANES) {
            final LongVector bits =
                    fromArray(SPECIES, a, aOffset + i).and(fromArray(SPECIES, b, bOffset + i));
            sum = sum.add(bits.lanewise(BIT_COUNT));
        }
        if (i < words) {
            final int last = words - LANES;
            final VectorMask<Long> counted = NUMBERS.compare(LT, (long) (i - last));
            final LongVector bits =
                    fromArray(SPECIES, a, aOffset + last)
                            .and(fromArray(SPECIES, b, bOffset + last))
                            .blend(0, counted);
            sum = sum.add(bits.lanewise(BIT_COUNT));
        }
        return (int) sum.reduceLanes(ADD);
    }

    static void hammingFour(long[] query, long[][] rows, int[] offsets, int words, int[] results) {
        if (words < LANES) {
            ScalarBits.hammingFour(query, rows, offsets, words, results);
            return;
        }
        final long[] a = rows[0];
        final long[] b = rows[1];
        final long[] c = rows[2];
        final long[] d = rows[3];
        final int aOffset = offsets[0];
        final int bOffset = offsets[1];
        final int cOffset = offsets[2];
        final int dOffset = offsets[3];
        LongVector sumA = LongVector.zero(SPECIES);
        LongVector sumB = sumA;
        LongVector sumC = sumA;
        LongVector sumD = sumA;
        int i = 0;
        for (; i <= words - LANES; i += LANES) {
            final LongVector q = fromArray(SPECIES, query, i);
            sumA =
                    sumA.add(
                            fromArray(SPECIES, a, aOffset + i)
                                    .lanewise(XOR, q)
                                    .lanewise(BIT_COUNT));
            sumB =
                    sumB.add(
                            fromArray(SPECIES, b, bOffset + i)
                                    .lanewise(XOR, q)
                                    .lanewise(BIT_COUNT));
            sumC =
                    sumC.add(
                            fromArray(SPECIES, c, cOffset + i)
                                    .lanewise(XOR, q)
                                    .lanewise(BIT_COUNT));
            sumD =
                    sumD.add(
                            fromArray(SPECIES, d, dOffset + i)
                                    .lanewise(XOR, q)
                                    .lanewise(BIT_COUNT));
        }
        if (i < words) {
            final int last = words - LANES;
            final VectorMask<Long> counted = NUMBERS.compare(LT, (long) (i - last));
            final LongVector q = fromArray(SPECIES, query, last);
            sumA =
                    sumA.add(
                            fromArray(SPECIES, a, aOffset + last)
                                    .lanewise(XOR, q)
                                    .blend(0, counted)
                                    .lanewise(BIT_COUNT));
            sumB =
                    sumB.add(
                            fromArray(SPECIES, b, bOffset + last)
                                    .lanewise(XOR, q)
                                    .blend(0, counted)
                                    .lanewise(BIT_COUNT));
            sumC =
                    sumC.add(
                            fromArray(SPECIES, c, cOffset + last)
                                    .lanewise(XOR, q)
                                    .blend(0, counted)
                                    .lanewise(BIT_COUNT));
            sumD =
                    sumD.add(
                            fromArray(SPECIES, d, dOffset + last)
                                    .lanewise(XOR, q)
                                    .blend(0, counted)
                                    .lanewise(BIT_COUNT));
        }
        results[0] = (int) sumA.reduceLanes(ADD);
        results[1] = (int) sumB.reduceLanes(ADD);
        results[2] = (int) sumC.reduceLanes(ADD);
        results[3] = (int) sumD.reduceLanes(ADD);
    }

    static void andCountFour(long[] query, long[][] rows, int[] offsets, int words, int[] results) {
        if (words < LANES) {
            ScalarBits.andCountFour(query, rows, offsets, words, results);
            return;
        }
        final long[] a = rows[0];
        final long[] b = rows[1];
        final long[] c = rows[2];
        final long[] d = rows[3];
        final int aOffset = offsets[0];
        final int bOffset = offsets[1];
        final int cOffset = offsets[2];
        final int dOffset = offsets[3];
        LongVector sumA = LongVector.zero(SPECIES);
        LongVector sumB = sumA;
        LongVector sumC = sumA;
        LongVector sumD = sumA;
        int i = 0;
        for (; i <= words - LANES; i += LANES) {
            final LongVector q = fromArray(SPECIES, query, i);
            sumA = sumA.add(fromArray(SPECIES, a, aOffset + i).and(q).lanewise(BIT_COUNT));
            sumB = sumB.add(fromArray(SPECIES, b, bOffset + i).and(q).lanewise(BIT_COUNT));
            sumC = sumC.add(fromArray(SPECIES, c, cOffset + i).and(q).lanewise(BIT_COUNT));
            sumD = sumD.add(fromArray(SPECIES, d, dOffset + i).and(q).lanewise(BIT_COUNT));
        }
        if (i < words) {
            final int last = words - LANES;
            final VectorMask<Long> counted = NUMBERS.compare(LT, (long) (i - last));
            final LongVector q = fromArray(SPECIES, query, last);
            sumA =
                    sumA.add(
                            fromArray(SPECIES, a, aOffset + last)
                                    .and(q)
                                    .blend(0, counted)
                                    .lanewise(BIT_COUNT));
            sumB =
                    sumB.add(
                            fromArray(SPECIES, b, bOffset + last)
                                    .and(q)
                                    .blend(0, counted)
                                    .lanewise(BIT_COUNT));
            sumC =
                    sumC.add(
                            fromArray(SPECIES, c, cOffset + last)
                                    .and(q)
                                    .blend(0, counted)
                                    .lanewise(BIT_COUNT));
            sumD =
                    sumD.add(
                            fromArray(SPECIES, d, dOffset + last)
                                    .and(q)
                                    .blend(0, counted)
                                    .lanewise(BIT_COUNT));
        }
        results[0] = (int) sumA.reduceLanes(ADD);
        results[1] = (int) sumB.reduceLanes(ADD);
        results[2] = (int) sumC.reduceLanes(ADD);
        results[3] = (int) sumD.reduceLanes(ADD);
    }
}
