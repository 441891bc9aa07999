package io.lokivector.simd;

import static jdk.incubator.vector.ShortVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels of half floats on the Vector API; {@link VectorApiFloats} says why they look so.
 *
 * <p>The Vector API cannot widen half floats. A half, shifted so that its exponent and fraction
 * stand where a float has them, is a float 2<sup>112</sup> times too small, subnormal halves
 * included. Where it is subtracted from, a fused multiply-add puts that right in passing; where
 * four rows are multiplied by one query, half of the factor goes into the query and half into the
 * results, so that neither overflows.
 */
final class VectorApiHalves {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> HALVES =
            VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
    private static final int LANES = FLOATS.length();
    private static final FloatVector NUMBERS = FloatVector.zero(FLOATS).addIndex(1);

    /** Of a widened and shifted half: its sign, its exponent and its fraction. */
    private static final int BITS = 0x8FFFE000;

    private static final float SCALE = 0x1p112f;
    private static final float ROOT_OF_SCALE = 0x1p56f;

    private VectorApiHalves() {}

    static float dot(float[] query, int queryOffset, short[] row, int offset, int length) {
        if (length < LANES) {
            return ScalarHalves.dot(query, queryOffset, row, offset, length);
        }
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final FloatVector q = FloatVector.fromArray(FLOATS, query, queryOffset + i);
            final FloatVector half =
                    fromArray(HALVES, row, offset + i)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats();
            final FloatVector sum = half.mul(SCALE).fma(q, sum0);
            sum0 = sum1;
            sum1 = sum2;
            sum2 = sum3;
            sum3 = sum;
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Float> counted = NUMBERS.compare(LT, (float) (i - last));
            final FloatVector q = FloatVector.fromArray(FLOATS, query, queryOffset + last);
            final FloatVector half =
                    fromArray(HALVES, row, offset + last)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats();
            sum0 = half.mul(SCALE).fma(q.blend(0f, counted), sum0);
        }
        return sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(ADD);
    }

    static float squaredDistance(
            float[] query, int queryOffset, short[] row, int offset, int length) {
        if (length < LANES) {
            return ScalarHalves.squaredDistance(query, queryOffset, row, offset, length);
        }
        final FloatVector minusScale = FloatVector.broadcast(FLOATS, -SCALE);
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final FloatVector q = FloatVector.fromArray(FLOATS, query, queryOffset + i);
            final FloatVector half =
                    fromArray(HALVES, row, offset + i)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats();
            final FloatVector difference = half.fma(minusScale, q);
            final FloatVector sum = difference.fma(difference, sum0);
            sum0 = sum1;
            sum1 = sum2;
            sum2 = sum3;
            sum3 = sum;
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Float> counted = NUMBERS.compare(LT, (float) (i - last));
            final FloatVector q = FloatVector.fromArray(FLOATS, query, queryOffset + last);
            final FloatVector half =
                    fromArray(HALVES, row, offset + last)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats();
            final FloatVector rest = half.fma(minusScale, q).blend(0f, counted);
            sum0 = rest.fma(rest, sum0);
        }
        return sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(ADD);
    }

    static void dotFour(float[] query, short[][] rows, int[] offsets, int length, float[] results) {
        if (length < LANES) {
            ScalarHalves.dotFour(query, rows, offsets, length, results);
            return;
        }
        final short[] a = rows[0];
        final short[] b = rows[1];
        final short[] c = rows[2];
        final short[] d = rows[3];
        final int aOffset = offsets[0];
        final int bOffset = offsets[1];
        final int cOffset = offsets[2];
        final int dOffset = offsets[3];
        FloatVector sumA = FloatVector.zero(FLOATS);
        FloatVector sumB = sumA;
        FloatVector sumC = sumA;
        FloatVector sumD = sumA;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final FloatVector q = FloatVector.fromArray(FLOATS, query, i).mul(ROOT_OF_SCALE);
            sumA =
                    fromArray(HALVES, a, aOffset + i)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(q, sumA);
            sumB =
                    fromArray(HALVES, b, bOffset + i)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(q, sumB);
            sumC =
                    fromArray(HALVES, c, cOffset + i)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(q, sumC);
            sumD =
                    fromArray(HALVES, d, dOffset + i)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(q, sumD);
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Float> counted = NUMBERS.compare(LT, (float) (i - last));
            final FloatVector q =
                    FloatVector.fromArray(FLOATS, query, last)
                            .mul(ROOT_OF_SCALE)
                            .blend(0f, counted);
            sumA =
                    fromArray(HALVES, a, aOffset + last)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(q, sumA);
            sumB =
                    fromArray(HALVES, b, bOffset + last)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(q, sumB);
            sumC =
                    fromArray(HALVES, c, cOffset + last)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(q, sumC);
            sumD =
                    fromArray(HALVES, d, dOffset + last)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(q, sumD);
        }
        results[0] = sumA.reduceLanes(ADD) * ROOT_OF_SCALE;
        results[1] = sumB.reduceLanes(ADD) * ROOT_OF_SCALE;
        results[2] = sumC.reduceLanes(ADD) * ROOT_OF_SCALE;
        results[3] = sumD.reduceLanes(ADD) * ROOT_OF_SCALE;
    }

    static void squaredDistanceFour(
            float[] query, short[][] rows, int[] offsets, int length, float[] results) {
        if (length < LANES) {
            ScalarHalves.squaredDistanceFour(query, rows, offsets, length, results);
            return;
        }
        final short[] a = rows[0];
        final short[] b = rows[1];
        final short[] c = rows[2];
        final short[] d = rows[3];
        final int aOffset = offsets[0];
        final int bOffset = offsets[1];
        final int cOffset = offsets[2];
        final int dOffset = offsets[3];
        final FloatVector minusScale = FloatVector.broadcast(FLOATS, -SCALE);
        FloatVector sumA = FloatVector.zero(FLOATS);
        FloatVector sumB = sumA;
        FloatVector sumC = sumA;
        FloatVector sumD = sumA;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final FloatVector q = FloatVector.fromArray(FLOATS, query, i);
            final FloatVector differenceA =
                    fromArray(HALVES, a, aOffset + i)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(minusScale, q);
            final FloatVector differenceB =
                    fromArray(HALVES, b, bOffset + i)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(minusScale, q);
            final FloatVector differenceC =
                    fromArray(HALVES, c, cOffset + i)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(minusScale, q);
            final FloatVector differenceD =
                    fromArray(HALVES, d, dOffset + i)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(minusScale, q);
            sumA = differenceA.fma(differenceA, sumA);
            sumB = differenceB.fma(differenceB, sumB);
            sumC = differenceC.fma(differenceC, sumC);
            sumD = differenceD.fma(differenceD, sumD);
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Float> counted = NUMBERS.compare(LT, (float) (i - last));
            final FloatVector q = FloatVector.fromArray(FLOATS, query, last);
            final FloatVector differenceA =
                    fromArray(HALVES, a, aOffset + last)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(minusScale, q)
                            .blend(0f, counted);
            final FloatVector differenceB =
                    fromArray(HALVES, b, bOffset + last)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(minusScale, q)
                            .blend(0f, counted);
            final FloatVector differenceC =
                    fromArray(HALVES, c, cOffset + last)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(minusScale, q)
                            .blend(0f, counted);
            final FloatVector differenceD =
                    fromArray(HALVES, d, dOffset + last)
                            .castShape(INTS, 0)
                            .lanewise(LSHL, 13)
                            .lanewise(AND, BITS)
                            .reinterpretAsFloats()
                            .fma(minusScale, q)
                            .blend(0f, counted);
            sumA = differenceA.fma(differenceA, sumA);
            sumB = differenceB.fma(differenceB, sumB);
            sumC = differenceC.fma(differenceC, sumC);
            sumD = differenceD.fma(differenceD, sumD);
        }
        results[0] = sumA.reduceLanes(ADD);
        results[1] = sumB.reduceLanes(ADD);
        results[2] = sumC.reduceLanes(ADD);
        results[3] = sumD.reduceLanes(ADD);
    }
}
