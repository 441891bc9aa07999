package io.lokivector.vectors;

import io.lokivector.simd.Kernels;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.VectorSpace;

/**
 * How the rows of one space are written and compared.
 *
 * <p>A row is the vector's floats as they were put; for cosine one more float follows, the inverse
 * of the vector's length (0 for a zero vector), so that comparing costs one inner product and the
 * vector can still be given back exactly. Comparisons yield a <em>score</em>, smaller being nearer,
 * which {@link #distance} turns into the distance of the metric; scores of one space order like
 * distances. Immutable.
 */
public final class RowMetric {
    private final VectorSpace space;
    private final int dimension;
    private final boolean inner;
    private final boolean cosine;

    /** The rows of a space. */
    public RowMetric(VectorSpace space) {
        this.space = space;
        this.dimension = space.dimension();
        this.cosine = space.metric() == Metric.COSINE;
        this.inner = cosine || space.metric() == Metric.DOT;
    }

    /** The space. */
    public VectorSpace space() {
        return space;
    }

    /** Whether the score is a negated inner product. */
    boolean isInner() {
        return inner;
    }

    /** What a row is to be multiplied with before it is compared: not 1 for cosine only. */
    float rowScale(float[] page, int offset) {
        return cosine ? page[offset + dimension] : 1;
    }

    /** How many floats a row has. */
    public int stride() {
        return cosine ? dimension + 1 : dimension;
    }

    /**
     * Refuses what is not a vector of the space.
     *
     * @throws IllegalArgumentException if it has another length, or a component that is not finite
     */
    public void check(float[] vector) {
        if (vector.length != dimension) {
            throw new IllegalArgumentException(
                    "the vector has "
                            + vector.length
                            + " components; this index holds vectors of "
                            + dimension);
        }
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new IllegalArgumentException(
                        "component " + i + " of the vector is " + vector[i] + ", not a number");
            }
        }
    }

    /** Writes a vector as the row at {@code offset}. */
    public void write(float[] vector, float[] page, int offset) {
        System.arraycopy(vector, 0, page, offset, dimension);
        complete(page, offset);
    }

    /** Completes the row at {@code offset}, whose vector stands there already. */
    public void complete(float[] page, int offset) {
        if (cosine) {
            page[offset + dimension] = (float) inverseLength(page, offset);
        }
    }

    /** The query, or for cosine its copy of length 1, to be compared with rows; kept by no one. */
    public float[] query(float[] vector) {
        if (!cosine) {
            return vector;
        }
        final double scale = inverseLength(vector, 0);
        final float[] unit = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            unit[i] = (float) (vector[i] * scale);
        }
        return unit;
    }

    /** The score of a {@link #query} and the row at {@code offset}. */
    public float score(float[] query, float[] page, int offset) {
        if (!inner) {
            return Kernels.squaredDistance(query, 0, page, offset, dimension);
        }
        final float product = Kernels.dot(query, 0, page, offset, dimension);
        return cosine ? -product * page[offset + dimension] : -product;
    }

    /** The scores of a {@link #query} and four rows, into {@code scores}. */
    public void scoreFour(float[] query, float[][] pages, int[] offsets, float[] scores) {
        if (!inner) {
            Kernels.squaredDistanceFour(query, pages, offsets, dimension, scores);
            return;
        }
        Kernels.dotFour(query, pages, offsets, dimension, scores);
        for (int i = 0; i < 4; i++) {
            scores[i] = cosine ? -scores[i] * pages[i][offsets[i] + dimension] : -scores[i];
        }
    }

    /** The score of two rows. */
    public float scoreRows(float[] page1, int offset1, float[] page2, int offset2) {
        if (!inner) {
            return Kernels.squaredDistance(page1, offset1, page2, offset2, dimension);
        }
        final float product = Kernels.dot(page1, offset1, page2, offset2, dimension);
        return cosine
                ? -product * page1[offset1 + dimension] * page2[offset2 + dimension]
                : -product;
    }

    /** The distance that a score stands for. */
    public float distance(float score) {
        return switch (space.metric()) {
            case EUCLIDEAN -> (float) Math.sqrt(score);
            case EUCLIDEAN_SQUARED -> score;
            // Rounding may leave a cosine a little outside of -1 to 1.
            case COSINE -> Math.clamp(1 + score, 0, 2);
            case DOT -> score + 0f;
        };
    }

    /**
     * A score that is not below any that stands for this distance or less: a little above it, for
     * rounding.
     */
    public float scoreWithin(float distance) {
        return switch (space.metric()) {
            case EUCLIDEAN ->
                    distance < 0 ? -1 : (float) ((double) distance * distance * (1 + 1e-6));
            case EUCLIDEAN_SQUARED, DOT -> distance;
            // A clamped score may be anything.
            case COSINE -> distance < 2 ? distance - 1 + 1e-6f : Float.POSITIVE_INFINITY;
        };
    }

    // In double precision: the squares of large or tiny floats have no place in a float.
    private double inverseLength(float[] page, int offset) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            final double component = page[offset + i];
            sum += component * component;
        }
        return sum == 0 ? 0 : 1 / Math.sqrt(sum);
    }
}
