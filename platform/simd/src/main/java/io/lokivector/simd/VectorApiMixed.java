package io.lokivector.simd;

import static jdk.incubator.vector.ByteVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels of codes on the Vector API, for registers of at least eight floats; written like
 * {@link VectorApiFloats}.
 */
final class VectorApiMixed {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** As many bytes as there are floats in a register. */
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * LANES)));

    private static final FloatVector NUMBERS = FloatVector.zero(SPECIES).addIndex(1);

    private VectorApiMixed() {}

    static int lanes() {
        return LANES;
    }

    static void dotFour(float[] query, byte[][] rows, int[] offsets, int length, float[] results) {
        if (length < LANES) {
            ScalarMixed.dotFour(query, rows, offsets, length, results);
            return;
        }
        final byte[] a = rows[0];
        final byte[] b = rows[1];
        final byte[] c = rows[2];
        final byte[] d = rows[3];
        final int aOffset = offsets[0];
        final int bOffset = offsets[1];
        final int cOffset = offsets[2];
        final int dOffset = offsets[3];
        FloatVector sumA = FloatVector.zero(SPECIES);
        FloatVector sumB = sumA;
        FloatVector sumC = sumA;
        FloatVector sumD = sumA;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final FloatVector q = FloatVector.fromArray(SPECIES, query, i);
            sumA = q.fma(fromArray(BYTES, a, aOffset + i).convertShape(B2F, SPECIES, 0), sumA);
            sumB = q.fma(fromArray(BYTES, b, bOffset + i).convertShape(B2F, SPECIES, 0), sumB);
            sumC = q.fma(fromArray(BYTES, c, cOffset + i).convertShape(B2F, SPECIES, 0), sumC);
            sumD = q.fma(fromArray(BYTES, d, dOffset + i).convertShape(B2F, SPECIES, 0), sumD);
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Float> counted = NUMBERS.compare(LT, (float) (i - last));
            final FloatVector q = FloatVector.fromArray(SPECIES, query, last).blend(0f, counted);
            sumA = q.fma(fromArray(BYTES, a, aOffset + last).convertShape(B2F, SPECIES, 0), sumA);
            sumB = q.fma(fromArray(BYTES, b, bOffset + last).convertShape(B2F, SPECIES, 0), sumB);
            sumC = q.fma(fromArray(BYTES, c, cOffset + last).convertShape(B2F, SPECIES, 0), sumC);
            sumD = q.fma(fromArray(BYTES, d, dOffset + last).convertShape(B2F, SPECIES, 0), sumD);
        }
        results[0] = sumA.reduceLanes(ADD);
        results[1] = sumB.reduceLanes(ADD);
        results[2] = sumC.reduceLanes(ADD);
        results[3] = sumD.reduceLanes(ADD);
    }

    static void squaredDistanceFour(
            float[] query,
            byte[][] rows,
            int[] offsets,
            float[] scales,
            float[] shifts,
            int length,
            float[] results) {
        if (length < LANES) {
            ScalarMixed.squaredDistanceFour(query, rows, offsets, scales, shifts, length, results);
            return;
        }
        final byte[] a = rows[0];
        final byte[] b = rows[1];
        final byte[] c = rows[2];
        final byte[] d = rows[3];
        final int aOffset = offsets[0];
        final int bOffset = offsets[1];
        final int cOffset = offsets[2];
        final int dOffset = offsets[3];
        final FloatVector scaleA = FloatVector.broadcast(SPECIES, scales[0]);
        final FloatVector scaleB = FloatVector.broadcast(SPECIES, scales[1]);
        final FloatVector scaleC = FloatVector.broadcast(SPECIES, scales[2]);
        final FloatVector scaleD = FloatVector.broadcast(SPECIES, scales[3]);
        final FloatVector shiftA = FloatVector.broadcast(SPECIES, shifts[0]);
        final FloatVector shiftB = FloatVector.broadcast(SPECIES, shifts[1]);
        final FloatVector shiftC = FloatVector.broadcast(SPECIES, shifts[2]);
        final FloatVector shiftD = FloatVector.broadcast(SPECIES, shifts[3]);
        FloatVector sumA = FloatVector.zero(SPECIES);
        FloatVector sumB = sumA;
        FloatVector sumC = sumA;
        FloatVector sumD = sumA;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final FloatVector q = FloatVector.fromArray(SPECIES, query, i);
            final FloatVector differenceA =
                    q.sub(
                            scaleA.fma(
                                    fromArray(BYTES, a, aOffset + i).convertShape(B2F, SPECIES, 0),
                                    shiftA));
            final FloatVector differenceB =
                    q.sub(
                            scaleB.fma(
                                    fromArray(BYTES, b, bOffset + i).convertShape(B2F, SPECIES, 0),
                                    shiftB));
            final FloatVector differenceC =
                    q.sub(
                            scaleC.fma(
                                    fromArray(BYTES, c, cOffset + i).convertShape(B2F, SPECIES, 0),
                                    shiftC));
            final FloatVector differenceD =
                    q.sub(
                            scaleD.fma(
                                    fromArray(BYTES, d, dOffset + i).convertShape(B2F, SPECIES, 0),
                                    shiftD));
            sumA = differenceA.fma(differenceA, sumA);
            sumB = differenceB.fma(differenceB, sumB);
            sumC = differenceC.fma(differenceC, sumC);
            sumD = differenceD.fma(differenceD, sumD);
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Float> counted = NUMBERS.compare(LT, (float) (i - last));
            final FloatVector q = FloatVector.fromArray(SPECIES, query, last);
            final FloatVector restA =
                    q.sub(
                                    scaleA.fma(
                                            fromArray(BYTES, a, aOffset + last)
                                                    .convertShape(B2F, SPECIES, 0),
                                            shiftA))
                            .blend(0f, counted);
            sumA = restA.fma(restA, sumA);
            final FloatVector restB =
                    q.sub(
                                    scaleB.fma(
                                            fromArray(BYTES, b, bOffset + last)
                                                    .convertShape(B2F, SPECIES, 0),
                                            shiftB))
                            .blend(0f, counted);
            sumB = restB.fma(restB, sumB);
            final FloatVector restC =
                    q.sub(
                                    scaleC.fma(
                                            fromArray(BYTES, c, cOffset + last)
                                                    .convertShape(B2F, SPECIES, 0),
                                            shiftC))
                            .blend(0f, counted);
            sumC = restC.fma(restC, sumC);
            final FloatVector restD =
                    q.sub(
                                    scaleD.fma(
                                            fromArray(BYTES, d, dOffset + last)
                                                    .convertShape(B2F, SPECIES, 0),
                                            shiftD))
                            .blend(0f, counted);
            sumD = restD.fma(restD, sumD);
        }
        results[0] = sumA.reduceLanes(ADD);
        results[1] = sumB.reduceLanes(ADD);
        results[2] = sumC.reduceLanes(ADD);
        results[3] = sumD.reduceLanes(ADD);
    }
}
