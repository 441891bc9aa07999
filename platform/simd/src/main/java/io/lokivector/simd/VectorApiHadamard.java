package io.lokivector.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Walsh-Hadamard transform on the Vector API: near pairs inside registers, far ones between.
 */
final class VectorApiHadamard {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorShuffle<Float> SWAP1 = swap(1);
    private static final VectorShuffle<Float> SWAP2 = swap(2);
    private static final VectorShuffle<Float> SWAP4 = swap(4);
    private static final VectorShuffle<Float> SWAP8 = swap(8);
    private static final FloatVector SIGNS1 = signs(1);
    private static final FloatVector SIGNS2 = signs(2);
    private static final FloatVector SIGNS4 = signs(4);
    private static final FloatVector SIGNS8 = signs(8);

    private VectorApiHadamard() {}

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(SPECIES, i -> (i ^ distance) % LANES);
    }

    private static FloatVector signs(int distance) {
        final float[] signs = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            signs[i] = (i & distance) == 0 ? 1 : -1;
        }
        return FloatVector.fromArray(SPECIES, signs, 0);
    }

    static void transform(float[] x, int offset, int length) {
        if (length < LANES || LANES > 16) {
            Hadamard.scalar(x, offset, length, 1);
            Hadamard.scale(x, offset, length);
            return;
        }
        final float scale = (float) (1 / Math.sqrt(length));
        for (int i = offset; i < offset + length; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i).mul(scale);
            // What is swapped, plus itself with the sign of its half.
            v = v.fma(SIGNS1, v.rearrange(SWAP1));
            v = v.fma(SIGNS2, v.rearrange(SWAP2));
            if (LANES >= 8) {
                v = v.fma(SIGNS4, v.rearrange(SWAP4));
            }
            if (LANES >= 16) {
                v = v.fma(SIGNS8, v.rearrange(SWAP8));
            }
            v.intoArray(x, i);
        }
        for (int distance = LANES; distance < length; distance <<= 1) {
            for (int block = offset; block < offset + length; block += 2 * distance) {
                for (int i = block; i < block + distance; i += LANES) {
                    final FloatVector a = FloatVector.fromArray(SPECIES, x, i);
                    final FloatVector b = FloatVector.fromArray(SPECIES, x, i + distance);
                    a.add(b).intoArray(x, i);
                    a.sub(b).intoArray(x, i + distance);
                }
            }
        }
    }
}
