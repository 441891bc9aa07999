package io.lokivector.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API. Loading this class fails with a {@link LinkageError} where the
 * module {@code jdk.incubator.vector} is absent.
 */
final class VectorApiKernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorApiKernels() {}

    static int lanes() {
        return LANES;
    }

    // Four accumulators hide the latency of the fused multiply-add behind each other.
    static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= length - 4 * LANES; i += 4 * LANES) {
            sum0 = load(a, aOffset + i).fma(load(b, bOffset + i), sum0);
            sum1 = load(a, aOffset + i + LANES).fma(load(b, bOffset + i + LANES), sum1);
            sum2 = load(a, aOffset + i + 2 * LANES).fma(load(b, bOffset + i + 2 * LANES), sum2);
            sum3 = load(a, aOffset + i + 3 * LANES).fma(load(b, bOffset + i + 3 * LANES), sum3);
        }
        for (; i <= length - LANES; i += LANES) {
            sum0 = load(a, aOffset + i).fma(load(b, bOffset + i), sum0);
        }
        float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        for (; i < length; i++) {
            sum += a[aOffset + i] * b[bOffset + i];
        }
        return sum;
    }

    static float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int length) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= length - 4 * LANES; i += 4 * LANES) {
            final FloatVector d0 = load(a, aOffset + i).sub(load(b, bOffset + i));
            final FloatVector d1 = load(a, aOffset + i + LANES).sub(load(b, bOffset + i + LANES));
            final FloatVector d2 =
                    load(a, aOffset + i + 2 * LANES).sub(load(b, bOffset + i + 2 * LANES));
            final FloatVector d3 =
                    load(a, aOffset + i + 3 * LANES).sub(load(b, bOffset + i + 3 * LANES));
            sum0 = d0.fma(d0, sum0);
            sum1 = d1.fma(d1, sum1);
            sum2 = d2.fma(d2, sum2);
            sum3 = d3.fma(d3, sum3);
        }
        for (; i <= length - LANES; i += LANES) {
            final FloatVector d = load(a, aOffset + i).sub(load(b, bOffset + i));
            sum0 = d.fma(d, sum0);
        }
        float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        for (; i < length; i++) {
            final float d = a[aOffset + i] - b[bOffset + i];
            sum += d * d;
        }
        return sum;
    }

    static void dotFour(float[] query, float[][] rows, int[] offsets, int length, float[] results) {
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
            final FloatVector q = load(query, i);
            sumA = load(a, aOffset + i).fma(q, sumA);
            sumB = load(b, bOffset + i).fma(q, sumB);
            sumC = load(c, cOffset + i).fma(q, sumC);
            sumD = load(d, dOffset + i).fma(q, sumD);
        }
        float tailA = 0;
        float tailB = 0;
        float tailC = 0;
        float tailD = 0;
        for (; i < length; i++) {
            tailA += query[i] * a[aOffset + i];
            tailB += query[i] * b[bOffset + i];
            tailC += query[i] * c[cOffset + i];
            tailD += query[i] * d[dOffset + i];
        }
        results[0] = sumA.reduceLanes(VectorOperators.ADD) + tailA;
        results[1] = sumB.reduceLanes(VectorOperators.ADD) + tailB;
        results[2] = sumC.reduceLanes(VectorOperators.ADD) + tailC;
        results[3] = sumD.reduceLanes(VectorOperators.ADD) + tailD;
    }

    static void squaredDistanceFour(
            float[] query, float[][] rows, int[] offsets, int length, float[] results) {
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
            final FloatVector q = load(query, i);
            final FloatVector differenceA = q.sub(load(a, aOffset + i));
            final FloatVector differenceB = q.sub(load(b, bOffset + i));
            final FloatVector differenceC = q.sub(load(c, cOffset + i));
            final FloatVector differenceD = q.sub(load(d, dOffset + i));
            sumA = differenceA.fma(differenceA, sumA);
            sumB = differenceB.fma(differenceB, sumB);
            sumC = differenceC.fma(differenceC, sumC);
            sumD = differenceD.fma(differenceD, sumD);
        }
        results[0] = sumA.reduceLanes(VectorOperators.ADD);
        results[1] = sumB.reduceLanes(VectorOperators.ADD);
        results[2] = sumC.reduceLanes(VectorOperators.ADD);
        results[3] = sumD.reduceLanes(VectorOperators.ADD);
        for (; i < length; i++) {
            final float tailA = query[i] - a[aOffset + i];
            final float tailB = query[i] - b[bOffset + i];
            final float tailC = query[i] - c[cOffset + i];
            final float tailD = query[i] - d[dOffset + i];
            results[0] += tailA * tailA;
            results[1] += tailB * tailB;
            results[2] += tailC * tailC;
            results[3] += tailD * tailD;
        }
    }

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }
}
