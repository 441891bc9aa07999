package io.lokivector.index.flat;

import io.lokivector.simd.MixedKernels;
import io.lokivector.spi.index.Metric;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.RowScreen;
import java.util.Arrays;

/**
 * An 8-bit code for every row, and how far from it the vector may be: enough to rule most rows out
 * of a search for certain.
 *
 * <p>A vector x (for cosine, the one of length 1 in its direction) is replaced by x' with {@code
 * x'[i] = middle + scale * code[i]}, where middle and scale are the row's own and code[i] is -127
 * to 127. The length {@code |x - x'|} is known when the row is written. From it follows how much
 * nearer x may be to a query q than x' is: the inner products differ by at most {@code |q| |x -
 * x'|} (Cauchy-Schwarz), the distances by at most {@code |x - x'|} (triangle inequality). A row is
 * ruled out only if even that leaves it behind the worst of the nearest found so far.
 *
 * <p>These are statements about real numbers. What single precision adds up wrongly, in the sums of
 * this class and in the scores that the rows are finally ordered by, is at most {@code gamma = n u
 * / (1 - n u)} of the sum of the terms' sizes, whatever the order of n additions (u = 2^-24;
 * Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition, section 3.1); it is
 * counted into the row's error. A row, or a query, whose numbers might leave the range of floats
 * has no bound, and is always compared. So the answer is that of a search without codes.
 *
 * <p>Rows lie in pages that never move. A slot is written before its row can be found; slots are
 * written by several threads at once, no two the same.
 */
final class CodeRows implements RowScreen {
    /** Long runs of memory are read faster; below half of the smallest G1 region. */
    private static final int PAGE_BYTES_MAX = 500_000;

    private static final int PAGE_ROWS_MAX = 4_096;

    private static final int CODE_MAX = 127;
    private static final int LANES = 4;

    /** Beyond these, squares and sums of floats may overflow, or vanish. */
    private static final double LARGEST = 1e15;

    private static final double SMALLEST = 1e-15;

    private final int dimension;
    private final boolean inner;
    private final boolean cosine;
    private final double gamma;
    private final int shift;
    private volatile Page[] pages = new Page[0];

    /** No codes yet. */
    CodeRows(RowMetric metric) {
        this.dimension = metric.space().dimension();
        this.cosine = metric.space().metric() == Metric.COSINE;
        this.inner = cosine || metric.space().metric() == Metric.DOT;
        // A few more than the additions, and rounded up: for products, the length of the vector,
        // and this class's own arithmetic in double precision.
        this.gamma = 1.05 * (dimension + 8) * 0x1p-24;
        final int rows = Math.clamp(PAGE_BYTES_MAX / dimension, 1, PAGE_ROWS_MAX);
        this.shift = 31 - Integer.numberOfLeadingZeros(rows);
    }

    /**
     * Rows one after the other, and apart from them what is known of each.
     *
     * @param codes a byte for each dimension of a row
     * @param scales one for each row
     * @param middles one for each row
     * @param errors one for each row
     */
    @SuppressWarnings("ArrayRecordComponent") // shared, not compared
    private record Page(byte[] codes, float[] scales, float[] middles, float[] errors) {
        static Page of(int rows, int dimension) {
            return new Page(
                    new byte[rows * dimension], new float[rows], new float[rows], new float[rows]);
        }
    }

    /** Writes the code of a slot's vector. */
    void write(int slot, float[] vector, int offset) {
        final Page page = page(slot);
        final int row = row(slot);
        final byte[] codes = page.codes;
        final int start = row * dimension;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            final double component = vector[offset + i];
            least = Math.min(least, component);
            most = Math.max(most, component);
            squares += component * component;
        }
        final double length = Math.sqrt(squares);
        if (!isTame(length) && length != 0) {
            Arrays.fill(codes, start, start + dimension, (byte) 0);
            page.scales[row] = 0;
            page.middles[row] = 0;
            page.errors[row] = Float.POSITIVE_INFINITY;
            return;
        }
        final double factor = cosine && length > 0 ? 1 / length : 1;
        final float scale = (float) ((most - least) * factor / (2 * CODE_MAX));
        final float middle = (float) ((most + least) * factor / 2);
        double missed = 0;
        double codeSquares = 0;
        for (int i = 0; i < dimension; i++) {
            final double component = vector[offset + i] * factor;
            final long code = scale == 0 ? 0 : Math.round((component - middle) / scale);
            final int clamped = Math.clamp(code, -CODE_MAX, CODE_MAX);
            codes[start + i] = (byte) clamped;
            // The distance kernel computes this very float; for products it is a real number.
            final double decoded =
                    inner
                            ? middle + (double) scale * clamped
                            : Math.fma(scale, (float) clamped, middle);
            missed += (component - decoded) * (component - decoded);
            codeSquares += clamped * clamped;
        }
        final double error =
                inner
                        ? Math.sqrt(missed)
                                + gamma * (scale * Math.sqrt(codeSquares) + length * factor)
                        : Math.sqrt(missed) * (1 + gamma);
        page.scales[row] = scale;
        page.middles[row] = middle;
        // A trifle more, for sums of the tiniest floats.
        page.errors[row] = Math.nextUp((float) (error * (1 + 1e-6) + 1e-15));
    }

    private static boolean isTame(double length) {
        return length >= SMALLEST && length <= LARGEST;
    }

    private Page page(int slot) {
        final Page[] current = pages;
        final int number = slot >>> shift;
        return number < current.length ? current[number] : grow(number);
    }

    private synchronized Page grow(int number) {
        final Page[] current = pages;
        if (number < current.length) {
            return current[number];
        }
        final Page[] grown = Arrays.copyOf(current, number + 1);
        for (int i = current.length; i <= number; i++) {
            grown[i] = Page.of(1 << shift, dimension);
        }
        pages = grown;
        return grown[number];
    }

    private int row(int slot) {
        return slot & (1 << shift) - 1;
    }

    /** The bytes of memory they take. */
    long memoryBytes() {
        return (100L + (dimension + 3L * Float.BYTES << shift)) * pages.length;
    }

    @Override
    public Pass pass(float[] prepared) {
        double squares = 0;
        double sum = 0;
        for (final float component : prepared) {
            squares += (double) component * component;
            sum += component;
        }
        final double length = Math.sqrt(squares);
        return isTame(length) ? new CodePass(prepared, length, sum) : CodeRows::keepAll;
    }

    private static int keepAll(int[] slots, int count, float scoreMax, int[] kept) {
        for (int i = 0; i < count; i++) {
            kept[i] = i;
        }
        return count;
    }

    /** A query's way through the codes. */
    private final class CodePass implements Pass {
        private final Page[] seen = pages;
        private final float[] query;
        private final double length;
        private final double sum;
        private final byte[][] rows = new byte[LANES][];
        private final int[] offsets = new int[LANES];
        private final float[] scales = new float[LANES];
        private final float[] middles = new float[LANES];
        private final float[] errors = new float[LANES];
        private final float[] results = new float[LANES];

        CodePass(float[] query, double length, double sum) {
            this.query = query;
            this.length = length;
            this.sum = sum;
        }

        @Override
        public int keep(int[] slots, int count, float scoreMax, int[] kept) {
            if (scoreMax == Float.POSITIVE_INFINITY) {
                return keepAll(slots, count, scoreMax, kept);
            }
            final double distanceMax = Math.sqrt(Math.max(0, scoreMax)) * (1 + 2 * gamma);
            int keptCount = 0;
            for (int i = 0; i < count; i += LANES) {
                final int width = Math.min(LANES, count - i);
                for (int lane = 0; lane < LANES; lane++) {
                    locate(lane, slots[i + Math.min(lane, width - 1)]);
                }
                if (inner) {
                    MixedKernels.dotFour(query, rows, offsets, dimension, results);
                } else {
                    MixedKernels.squaredDistanceFour(
                            query, rows, offsets, scales, middles, dimension, results);
                }
                for (int lane = 0; lane < width; lane++) {
                    kept[keptCount] = i + lane;
                    keptCount += isBehind(lane, scoreMax, distanceMax) ? 0 : 1;
                }
            }
            return keptCount;
        }

        private void locate(int lane, int slot) {
            final Page page = seen[slot >>> shift];
            final int row = row(slot);
            rows[lane] = page.codes;
            offsets[lane] = row * dimension;
            scales[lane] = page.scales[row];
            middles[lane] = page.middles[row];
            errors[lane] = page.errors[row];
        }

        private boolean isBehind(int lane, float scoreMax, double distanceMax) {
            if (inner) {
                final double product = middles[lane] * sum + (double) scales[lane] * results[lane];
                return -product - length * errors[lane] > scoreMax;
            }
            final double within = distanceMax + errors[lane];
            return results[lane] > within * within * (1 + 2 * gamma);
        }
    }
}
