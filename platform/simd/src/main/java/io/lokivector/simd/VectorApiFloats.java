package io.lokivector.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels of floats on the Vector API. Loading this class fails with a {@link LinkageError}
 * where the module {@code jdk.incubator.vector} is absent.
 *
 * <p>Three habits make these loops as fast as C. Each has one load per array and turn, because
 * every load costs checks before the loop: partial sums change places instead of being unrolled by
 * hand, and the compiler, which unrolls the loop, makes the exchange cost nothing. What does not
 * fill a register at the end is loaded together with components that were counted already, which
 * are then set to zero: no loop of single floats, and no load outside of the row. And no loop calls
 * a method of ours: the compiler always inlines those of the Vector API but stops at ours when a
 * caller grows large, and a vector that crosses a real call becomes an object.
 */
final class VectorApiFloats {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final FloatVector NUMBERS = FloatVector.zero(SPECIES).addIndex(1);

    private VectorApiFloats() {}

    static int lanes() {
        return LANES;
    }

    // Four sums, because the next addition to a sum waits for the one before.
    static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        if (length < LANES) {
            return ScalarFloats.dot(a, aOffset, b, bOffset, length);
        }
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final FloatVector sum =
                    fromArray(SPECIES, a, aOffset + i)
                            .fma(fromArray(SPECIES, b, bOffset + i), sum0);
            sum0 = sum1;
            sum1 = sum2;
            sum2 = sum3;
            sum3 = sum;
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Float> counted = NUMBERS.compare(LT, (float) (i - last));
            final FloatVector rest = fromArray(SPECIES, a, aOffset + last).blend(0f, counted);
            sum0 = rest.fma(fromArray(SPECIES, b, bOffset + last), sum0);
        }
        return sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(ADD);
    }

    static float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int length) {
        if (length < LANES) {
            return ScalarFloats.squaredDistance(a, aOffset, b, bOffset, length);
        }
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            final FloatVector difference =
                    fromArray(SPECIES, a, aOffset + i).sub(fromArray(SPECIES, b, bOffset + i));
            final FloatVector sum = difference.fma(difference, sum0);
            sum0 = sum1;
            sum1 = sum2;
            sum2 = sum3;
            sum3 = sum;
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Float> counted = NUMBERS.compare(LT, (float) (i - last));
            final FloatVector difference =
                    fromArray(SPECIES, a, aOffset + last)
                            .sub(fromArray(SPECIES, b, bOffset + last));
            final FloatVector rest = difference.blend(0f, counted);
            sum0 = rest.fma(rest, sum0);
        }
        return sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(ADD);
    }

    static void dotFour(float[] query, float[][] rows, int[] offsets, int length, float[] results) {
        if (length < LANES) {
            ScalarFloats.dotFour(query, rows, offsets, length, results);
            return;
        }
        final float[] a = rows[0];
        final float[] b = rows[1];
        final float[] c = rows[2];
        final float[] d = rows[3];
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
            final FloatVector q = fromArray(SPECIES, query, i);
            sumA = fromArray(SPECIES, a, aOffset + i).fma(q, sumA);
            sumB = fromArray(SPECIES, b, bOffset + i).fma(q, sumB);
            sumC = fromArray(SPECIES, c, cOffset + i).fma(q, sumC);
            sumD = fromArray(SPECIES, d, dOffset + i).fma(q, sumD);
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Float> counted = NUMBERS.compare(LT, (float) (i - last));
            final FloatVector q = fromArray(SPECIES, query, last).blend(0f, counted);
            sumA = fromArray(SPECIES, a, aOffset + last).fma(q, sumA);
            sumB = fromArray(SPECIES, b, bOffset + last).fma(q, sumB);
            sumC = fromArray(SPECIES, c, cOffset + last).fma(q, sumC);
            sumD = fromArray(SPECIES, d, dOffset + last).fma(q, sumD);
        }
        results[0] = sumA.reduceLanes(ADD);
        results[1] = sumB.reduceLanes(ADD);
        results[2] = sumC.reduceLanes(ADD);
        results[3] = sumD.reduceLanes(ADD);
    }

    static void squaredDistanceFour(
            float[] query, float[][] rows, int[] offsets, int length, float[] results) {
        if (length < LANES) {
            ScalarFloats.squaredDistanceFour(query, rows, offsets, length, results);
            return;
        }
        final float[] a = rows[0];
        final float[] b = rows[1];
        final float[] c = rows[2];
        final float[] d = rows[3];
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
            final FloatVector q = fromArray(SPECIES, query, i);
            final FloatVector differenceA = q.sub(fromArray(SPECIES, a, aOffset + i));
            final FloatVector differenceB = q.sub(fromArray(SPECIES, b, bOffset + i));
            final FloatVector differenceC = q.sub(fromArray(SPECIES, c, cOffset + i));
            final FloatVector differenceD = q.sub(fromArray(SPECIES, d, dOffset + i));
            sumA = differenceA.fma(differenceA, sumA);
            sumB = differenceB.fma(differenceB, sumB);
            sumC = differenceC.fma(differenceC, sumC);
            sumD = differenceD.fma(differenceD, sumD);
        }
        if (i < length) {
            final int last = length - LANES;
            final VectorMask<Float> counted = NUMBERS.compare(LT, (float) (i - last));
            final FloatVector q = fromArray(SPECIES, query, last);
            final FloatVector restA =
                    q.sub(fromArray(SPECIES, a, aOffset + last)).blend(0f, counted);
            final FloatVector restB =
                    q.sub(fromArray(SPECIES, b, bOffset + last)).blend(0f, counted);
            final FloatVector restC =
                    q.sub(fromArray(SPECIES, c, cOffset + last)).blend(0f, counted);
            final FloatVector restD =
                    q.sub(fromArray(SPECIES, d, dOffset + last)).blend(0f, counted);
            sumA = restA.fma(restA, sumA);
            sumB = restB.fma(restB, sumB);
            sumC = restC.fma(restC, sumC);
            sumD = restD.fma(restD, sumD);
        }
        results[0] = sumA.reduceLanes(ADD);
        results[1] = sumB.reduceLanes(ADD);
        results[2] = sumC.reduceLanes(ADD);
        results[3] = sumD.reduceLanes(ADD);
    }
}
