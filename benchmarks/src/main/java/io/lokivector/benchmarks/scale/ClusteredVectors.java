package io.lokivector.benchmarks.scale;

import java.util.Random;

/** Generated vectors around generated centres, for whoever has no real ones at hand. */
final class ClusteredVectors implements VectorSource {
    private static final int DIMENSION = 384;
    private static final int QUERIES = 2_000;

    /** How far from its centre a vector is, as a share of the centre's length. */
    private static final double SPREAD = 0.8;

    private final float[][] centres;
    private final long seed;

    ClusteredVectors(int centreCount, long seed) {
        this.seed = seed;
        this.centres = new float[centreCount][];
        for (int i = 0; i < centreCount; i++) {
            centres[i] = gaussian(new Random(mix(i, 1)));
        }
    }

    private long mix(int number, int kind) {
        return (seed * 31 + kind) * 0x9E37_79B9_7F4A_7C15L + number * 0xBF58_476D_1CE4_E5B9L;
    }

    private static float[] gaussian(Random random) {
        final float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return VectorSource.normalized(vector);
    }

    private float[] near(Random random) {
        final float[] centre = centres[random.nextInt(centres.length)];
        final float[] vector = gaussian(random);
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (centre[i] + SPREAD * vector[i]);
        }
        return VectorSource.normalized(vector);
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public float[] vector(int number) {
        return near(new Random(mix(number, 2)));
    }

    @Override
    public int queryCount() {
        return QUERIES;
    }

    @Override
    public float[] query(int number) {
        return near(new Random(mix(number, 3)));
    }

    @Override
    public String description() {
        return "generated vectors of "
                + DIMENSION
                + " dimensions around "
                + centres.length
                + " random centres: easier to tell apart than texts are";
    }
}
