package io.lokivector.simd;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
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
            sumA = load(a, aOffset + i).fma(q, sumA);
            sumB = load(b, bOffset + i).fma(q, sumB);
            sumC = load(c, cOffset + i).fma(q, sumC);
            sumD = load(d, dOffset + i).fma(q, sumD);
        }
        if (i < length) {
            final int last = length - LANES;
            final FloatVector q = from(i - last, FloatVector.fromArray(SPECIES, query, last));
            sumA = load(a, aOffset + last).fma(q, sumA);
            sumB = load(b, bOffset + last).fma(q, sumB);
            sumC = load(c, cOffset + last).fma(q, sumC);
            sumD = load(d, dOffset + last).fma(q, sumD);
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
            final FloatVector differenceA = q.sub(load(a, aOffset + i).fma(scaleA, shiftA));
            final FloatVector differenceB = q.sub(load(b, bOffset + i).fma(scaleB, shiftB));
            final FloatVector differenceC = q.sub(load(c, cOffset + i).fma(scaleC, shiftC));
            final FloatVector differenceD = q.sub(load(d, dOffset + i).fma(scaleD, shiftD));
            sumA = differenceA.fma(differenceA, sumA);
            sumB = differenceB.fma(differenceB, sumB);
            sumC = differenceC.fma(differenceC, sumC);
            sumD = differenceD.fma(differenceD, sumD);
        }
        if (i < length) {
            final int last = length - LANES;
            final int counted = i - last;
            final FloatVector q = FloatVector.fromArray(SPECIES, query, last);
            sumA = rest(counted, q.sub(load(a, aOffset + last).fma(scaleA, shiftA)), sumA);
            sumB = rest(counted, q.sub(load(b, bOffset + last).fma(scaleB, shiftB)), sumB);
            sumC = rest(counted, q.sub(load(c, cOffset + last).fma(scaleC, shiftC)), sumC);
            sumD = rest(counted, q.sub(load(d, dOffset + last).fma(scaleD, shiftD)), sumD);
        }
        results[0] = sumA.reduceLanes(ADD);
        results[1] = sumB.reduceLanes(ADD);
        results[2] = sumC.reduceLanes(ADD);
        results[3] = sumD.reduceLanes(ADD);
    }

    private static FloatVector rest(int counted, FloatVector difference, FloatVector sum) {
        final FloatVector fresh = from(counted, difference);
        return fresh.fma(fresh, sum);
    }

    /** The vector with its first components set to zero, for they were counted already. */
    private static FloatVector from(int counted, FloatVector vector) {
        return vector.blend(0, NUMBERS.compare(LT, counted));
    }

    private static FloatVector load(byte[] array, int offset) {
        return (FloatVector)
                ByteVector.fromArray(BYTES, array, offset).convertShape(B2F, SPECIES, 0);
    }
}
