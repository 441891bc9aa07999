package io.lokivector.benchmarks.scale;

import io.lokivector.benchmarks.GlossData;
import java.io.IOException;
import java.nio.file.Path;

/** Vectors of length 1 by number, always the same ones, and queries that are none of them. */
interface VectorSource {
    /** How long a vector is. */
    int dimension();

    /** The vector of a number from 0 up. Any number of threads may ask. */
    float[] vector(int number);

    /** How many queries there are. */
    int queryCount();

    /** A query. */
    float[] query(int number);

    /** In one line, what these vectors are. */
    String description();

    /**
     * The glosses of a folder, or generated vectors if there is none.
     *
     * @param folder as {@link GlossData} reads it, or empty
     * @param count how many vectors will be asked for
     * @param realMax how many of the glosses' own vectors are used at most
     */
    static VectorSource of(String folder, int count, int realMax, long seed) throws IOException {
        if (folder.isEmpty()) {
            return new ClusteredVectors(Math.max(2, count / 100), seed);
        }
        final GlossData data = GlossData.read(Path.of(folder), 384);
        return GlossVectors.of(data, count, realMax, seed);
    }

    /** Makes a vector's length 1. */
    static float[] normalized(float[] vector) {
        double sum = 0;
        for (final float component : vector) {
            sum += (double) component * component;
        }
        final double scale = sum == 0 ? 0 : 1 / Math.sqrt(sum);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] * scale);
        }
        return vector;
    }

    /** The inner product of two vectors; shares no code with any index. */
    static float dot(float[] a, float[] b) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            sum0 += a[i] * b[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
