package io.lokivector.benchmarks.kernels;

import java.util.Random;

/**
 * A query and rows of every type, few enough to stay in the first level of the cache.
 *
 * <p>Rows begin at an element that lies on a cache line when the array's object does; a query
 * begins where its array does.
 */
final class Operands {
    static final int ROWS = 8;

    /** Where an array's elements begin, in an object. */
    static final int HEADER_BYTES = 16;

    static final int CACHE_LINE_BYTES = 64;
    static final int FIRST_FLOAT = (CACHE_LINE_BYTES - HEADER_BYTES) / Float.BYTES;
    static final int FIRST_HALF = (CACHE_LINE_BYTES - HEADER_BYTES) / Short.BYTES;
    static final int FIRST_BYTE = CACHE_LINE_BYTES - HEADER_BYTES;
    static final int FIRST_WORD = (CACHE_LINE_BYTES - HEADER_BYTES) / Long.BYTES;

    private static final long SEED = 42;

    final int dimension;
    final int words;
    final float[] floatQuery;
    final float[] floatRows;
    final short[] halfRows;
    final byte[] byteQuery;
    final byte[] byteRows;
    final long[] bitQuery;
    final long[] bitRows;

    Operands(int dimension) {
        final Random random = new Random(SEED);
        this.dimension = dimension;
        words = (dimension + Long.SIZE - 1) / Long.SIZE;
        floatQuery = gaussians(dimension, random);
        floatRows = gaussians(FIRST_FLOAT + ROWS * dimension, random);
        halfRows = new short[FIRST_HALF + ROWS * dimension];
        for (int i = 0; i < halfRows.length; i++) {
            halfRows[i] = Float.floatToFloat16((float) random.nextGaussian());
        }
        byteQuery = new byte[dimension];
        random.nextBytes(byteQuery);
        byteRows = new byte[FIRST_BYTE + ROWS * dimension];
        random.nextBytes(byteRows);
        bitQuery = random.longs(words).toArray();
        bitRows = random.longs(FIRST_WORD + (long) ROWS * words).toArray();
    }

    private static float[] gaussians(int length, Random random) {
        final float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }
}
