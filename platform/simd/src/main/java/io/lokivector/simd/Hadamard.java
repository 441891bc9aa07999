package io.lokivector.simd;

/**
 * The Walsh-Hadamard transform, in place: an orthogonal map that spreads every component over all,
 * in {@code n log n} steps. Thread-safe.
 */
public final class Hadamard {
    private static final boolean VECTORIZED = Kernels.isVectorized();

    private Hadamard() {}

    /**
     * Transforms {@code length} floats from {@code offset}; lengths of vectors are kept.
     *
     * @param length a power of two
     */
    public static void transform(float[] x, int offset, int length) {
        if (VECTORIZED) {
            VectorApiHadamard.transform(x, offset, length);
        } else {
            scalar(x, offset, length, 1);
            scale(x, offset, length);
        }
    }

    /** The steps from distance {@code from} on. */
    static void scalar(float[] x, int offset, int length, int from) {
        for (int distance = from; distance < length; distance <<= 1) {
            for (int block = offset; block < offset + length; block += 2 * distance) {
                for (int i = block; i < block + distance; i++) {
                    final float a = x[i];
                    final float b = x[i + distance];
                    x[i] = a + b;
                    x[i + distance] = a - b;
                }
            }
        }
    }

    static void scale(float[] x, int offset, int length) {
        final float scale = (float) (1 / Math.sqrt(length));
        for (int i = offset; i < offset + length; i++) {
            x[i] *= scale;
        }
    }
}
