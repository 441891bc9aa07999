package io.lokivector.vectors;

import io.lokivector.simd.CodeKernels;

/**
 * How vectors become codes of 1, 2 or 4 bits for each component, and how the score of a query and a
 * vector is estimated from its code.
 *
 * <p>A vector's difference from the centre is rotated and rounded, component by component, to one
 * of {@code 2^bits} evenly spaced values. The inner product with the rounded vector, scaled so that
 * the vector itself would be met exactly, is an estimate without bias of the inner product with the
 * vector (Gao and Long, "RaBitQ: quantizing high-dimensional vectors with a theoretical error bound
 * for approximate nearest neighbor search", SIGMOD 2024, arXiv:2405.12497; Gao and others,
 * "Practical and asymptotically optimal quantization", SIGMOD 2025, arXiv:2409.09913, for more than
 * one bit). Estimates order like scores of {@link RowMetric}, up to their error; they differ from
 * them by a constant of the query.
 *
 * <p>A code is {@code bits} planes of words and one word of two floats; see {@link CodeKernels}.
 * Immutable and thread-safe.
 */
public final class CodeSpace {
    /** The spacing at which a normal distribution is rounded best, for 1, 2 and 4 bits. */
    private static final double[] SPACING = {0, 1.596, 0.9957, 0, 0.3352};

    private final RowMetric metric;
    private final int dimension;
    private final int bits;
    private final float[] center;
    private final Rotation rotation;
    private final int wordsOfPlane;

    /**
     * Codes around a centre.
     *
     * @param bits of a component: 1, 2 or 4
     * @param center about the mean of the vectors (of length 1 for cosine); kept
     */
    public CodeSpace(RowMetric metric, int bits, float[] center) {
        this.metric = metric;
        this.dimension = metric.space().dimension();
        this.bits = bits;
        this.center = center;
        this.rotation = new Rotation(dimension);
        this.wordsOfPlane = dimension + 63 >> 6;
    }

    /** How many bits a component has. */
    public int bits() {
        return bits;
    }

    /** The words of a code without its floats. */
    int words() {
        return bits * wordsOfPlane;
    }

    /** Words from one code to the next: whole lines of the cache where that wastes little. */
    int stride() {
        final int needed = words() + 1;
        final int lines = needed + 7 & -8;
        if (needed <= 4) {
            return Integer.highestOneBit(2 * needed - 1);
        }
        return 4 * lines <= 5 * needed || needed <= 8 ? lines : needed;
    }

    /** What a thread needs to make codes and queries. */
    public Encoder encoder() {
        return new Encoder();
    }

    /** Makes codes and queries. One thread. */
    public final class Encoder {
        private final float[] rotated = new float[dimension];
        private final int[] rounded = new int[dimension];
        private final CodeKernels.Query query =
                new CodeKernels.Query(bits == 1 ? 4 : 6, words(), wordsOfPlane);

        private Encoder() {}

        /** Whether it makes the codes of that space. */
        public boolean isOf(CodeSpace other) {
            return CodeSpace.this == other;
        }

        /** Writes the code of a row at {@code at} of {@code codes}. */
        public void encode(float[] page, int offset, long[] codes, int at) {
            final float scale = metric.rowScale(page, offset);
            double square = 0;
            double withCenter = 0;
            for (int i = 0; i < dimension; i++) {
                final float component = page[offset + i] * scale;
                final float difference = component - center[i];
                rotated[i] = difference;
                square += (double) difference * difference;
                withCenter += (double) component * center[i];
            }
            rotation.apply(rotated);
            final int levels = 1 << bits;
            final float middle = (levels - 1) / 2f;
            final double spacing = SPACING[bits] * Math.sqrt(square / dimension);
            final float inverse = spacing > 0 ? (float) (1 / spacing) : 0;
            double product = 0;
            for (int i = 0; i < dimension; i++) {
                final int level =
                        Math.clamp(
                                (int) Math.floor(rotated[i] * inverse + 0.5f * levels),
                                0,
                                levels - 1);
                rounded[i] = level;
                product += (level - middle) * rotated[i];
            }
            for (int bit = 0; bit < bits; bit++) {
                for (int word = 0; word < wordsOfPlane; word++) {
                    codes[at + bit * wordsOfPlane + word] = gather(bit, word << 6);
                }
            }
            final float factor = product > 0 ? (float) (square / product) : 0;
            codes[at + words()] =
                    metric.isInner()
                            ? floats(-factor, (float) -withCenter)
                            : floats(-2 * factor, (float) square);
        }

        private long gather(int bit, int first) {
            long gathered = 0;
            for (int i = Math.min(dimension, first + 64) - 1; i >= first; i--) {
                gathered = gathered << 1 | rounded[i] >>> bit & 1;
            }
            return gathered;
        }

        private static long floats(float factor, float addend) {
            return (long) Float.floatToRawIntBits(factor) << 32
                    | Float.floatToRawIntBits(addend) & 0xffff_ffffL;
        }

        /**
         * The query for {@link CodeRows#estimate}.
         *
         * @param prepared by {@link RowMetric#query}
         * @return overwritten by the next
         */
        public CodeKernels.Query query(float[] prepared) {
            for (int i = 0; i < dimension; i++) {
                rotated[i] = prepared[i] - center[i];
            }
            rotation.apply(rotated);
            float greatest = 0;
            for (int i = 0; i < dimension; i++) {
                greatest = Math.max(greatest, Math.abs(rotated[i]));
            }
            final int most = bits == 1 ? 7 : 31;
            final float spacing = greatest / most;
            final float inverse = greatest > 0 ? most / greatest : 0;
            int sum = 0;
            for (int i = 0; i < dimension; i++) {
                final int level = (int) Math.rint(rotated[i] * inverse);
                rounded[i] = level;
                sum += level;
            }
            final float middle = ((1 << bits) - 1) / 2f;
            query.set(rounded, bits, spacing, middle * spacing * sum);
            return query;
        }
    }
}
