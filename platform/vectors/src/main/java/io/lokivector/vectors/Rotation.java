package io.lokivector.vectors;

import io.lokivector.simd.Hadamard;
import java.util.SplittableRandom;

/**
 * An orthogonal map, random but the same for all of one dimension, that leaves no component more
 * important than another: signs and Walsh-Hadamard transforms in turn, over the first and the last
 * components where the dimension is no power of two (after Ailon and Chazelle, "The fast
 * Johnson-Lindenstrauss transform", 2009). Thread-safe.
 */
final class Rotation {
    private static final long SEED = 0x4C56_524F;
    private static final float HALF_ROOT = (float) Math.sqrt(0.5);

    private final int dimension;
    private final int block;
    private final float[][] signs;

    Rotation(int dimension) {
        this.dimension = dimension;
        this.block = Integer.highestOneBit(dimension);
        this.signs = new float[block == dimension ? 2 : 4][dimension];
        final SplittableRandom random = new SplittableRandom(SEED);
        for (final float[] round : signs) {
            for (int i = 0; i < dimension; i++) {
                round[i] = random.nextBoolean() ? 1 : -1;
            }
        }
    }

    /** Rotates a vector in place. */
    void apply(float[] x) {
        for (int round = 0; round < signs.length; round++) {
            final float[] flips = signs[round];
            for (int i = 0; i < dimension; i++) {
                x[i] *= flips[i];
            }
            Hadamard.transform(x, (round & 1) == 0 ? 0 : dimension - block, block);
            if (block != dimension) {
                mixHalves(x);
            }
        }
    }

    private void mixHalves(float[] x) {
        final int half = dimension / 2;
        final int second = dimension - half;
        for (int i = 0; i < half; i++) {
            final float a = x[i];
            final float b = x[second + i];
            x[i] = (a + b) * HALF_ROOT;
            x[second + i] = (a - b) * HALF_ROOT;
        }
    }
}
