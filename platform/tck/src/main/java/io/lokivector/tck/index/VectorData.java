package io.lokivector.tck.index;

import java.util.random.RandomGenerator;

/** How random vectors are spread. */
public enum VectorData {
    /** Each component evenly between -1 and 1. */
    UNIFORM,
    /** Around one centre for every hundred vectors, as the embeddings of real texts are. */
    CLUSTERED;

    /** {@code count} vectors. */
    public float[][] make(RandomGenerator random, int count, int dimension) {
        return switch (this) {
            case UNIFORM -> uniform(random, count, dimension);
            case CLUSTERED -> {
                final float[][] centres = uniform(random, Math.max(2, count / 100), dimension);
                final float[][] vectors = new float[count][dimension];
                for (final float[] vector : vectors) {
                    final float[] centre = centres[random.nextInt(centres.length)];
                    for (int i = 0; i < dimension; i++) {
                        vector[i] = (float) (centre[i] + 0.3 * random.nextGaussian());
                    }
                }
                yield vectors;
            }
        };
    }

    private static float[][] uniform(RandomGenerator random, int count, int dimension) {
        final float[][] vectors = new float[count][dimension];
        for (final float[] vector : vectors) {
            for (int i = 0; i < dimension; i++) {
                vector[i] = 2 * random.nextFloat() - 1;
            }
        }
        return vectors;
    }
}
