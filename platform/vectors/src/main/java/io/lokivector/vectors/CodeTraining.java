package io.lokivector.vectors;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Learns from a sample of rows how to make codes: the centre, and how many bits it takes.
 *
 * <p>One thread.
 */
public final class CodeTraining {
    /** Below this a row is read as fast as its code. */
    private static final int DIMENSION_MIN = 48;

    /** Beyond this the square of a length may not fit a float. */
    private static final double SQUARE_MAX = 1e30;

    private static final int SAMPLE_MAX = 4_096;
    private static final int QUERIES = 64;
    private static final int NEAREST = 10;

    /** The nearest must be among so many by estimate. */
    private static final int AMONG = 20;

    private static final double SHARE_MIN = 0.85;

    private final RowMetric metric;
    private final FloatRows rows;
    private final int[] sample;

    /**
     * Training on some of the rows below {@code count}, evenly spaced.
     *
     * @param count at least 1
     */
    public CodeTraining(RowMetric metric, FloatRows rows, int count) {
        this.metric = metric;
        this.rows = rows;
        this.sample = new int[Math.min(count, SAMPLE_MAX)];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = (int) ((long) i * count / sample.length);
        }
    }

    /** Whether codes make sense in this space. */
    public boolean isWorthIt() {
        return metric.space().dimension() >= DIMENSION_MIN && squareOfLongest() < SQUARE_MAX;
    }

    private double squareOfLongest() {
        double longest = 0;
        for (final int row : sample) {
            double square = 0;
            for (int i = 0; i < metric.space().dimension(); i++) {
                final double component = rows.page(row)[rows.offset(row) + i];
                square += component * component;
            }
            longest = Math.max(longest, square);
        }
        return longest;
    }

    /** Codes of so many bits around the mean of the sample. */
    public CodeSpace space(int bits) {
        final int dimension = metric.space().dimension();
        final double[] sum = new double[dimension];
        for (final int row : sample) {
            final float[] page = rows.page(row);
            final int offset = rows.offset(row);
            final float scale = metric.rowScale(page, offset);
            for (int i = 0; i < dimension; i++) {
                sum[i] += page[offset + i] * scale;
            }
        }
        final float[] center = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            center[i] = (float) (sum[i] / sample.length);
        }
        return new CodeSpace(metric, bits, center);
    }

    /**
     * The bits that cost least of those by whose estimates the ten nearest of the sample are mostly
     * among the best twenty; empty if four bits are too few.
     *
     * <p>Codes that fit eight words cost the same however many bits they have.
     */
    public OptionalInt bits() {
        for (final int bits : new int[] {1, 2, 4}) {
            final boolean moreAreFree = bits < 4 && space(2 * bits).words() <= 8;
            if (!moreAreFree && shareFound(space(bits)) >= SHARE_MIN) {
                return OptionalInt.of(bits);
            }
        }
        return OptionalInt.empty();
    }

    /** The share of the nearest that are among the best by estimate. */
    double shareFound(CodeSpace space) {
        final CodeSpace.Encoder encoder = space.encoder();
        CodeRows codes = CodeRows.empty(space).grown(sample.length);
        final int[] numbers = new int[sample.length];
        final FloatRows sampled = FloatRows.empty(metric.stride()).grown(sample.length);
        for (int i = 0; i < sample.length; i++) {
            System.arraycopy(
                    rows.page(sample[i]),
                    rows.offset(sample[i]),
                    sampled.page(i),
                    sampled.offset(i),
                    metric.stride());
            codes.write(encoder, sampled, i);
            numbers[i] = i;
        }
        final float[] estimates = new float[sample.length];
        final int queries = Math.min(QUERIES, sample.length);
        int found = 0;
        int wanted = 0;
        for (int q = 0; q < queries; q++) {
            final int asked = (int) ((long) q * sample.length / queries);
            final float[] vector =
                    Arrays.copyOfRange(
                            sampled.page(asked),
                            sampled.offset(asked),
                            sampled.offset(asked) + metric.space().dimension());
            final float[] prepared = metric.query(vector);
            codes.estimate(encoder.query(prepared), numbers, sample.length, estimates);
            final NearestKeys exact = new NearestKeys();
            final NearestKeys estimated = new NearestKeys();
            exact.reset(NEAREST);
            estimated.reset(AMONG);
            for (int i = 0; i < sample.length; i++) {
                if (i != asked) {
                    exact.offer(
                            Keys.of(metric.score(prepared, sampled.page(i), sampled.offset(i)), i));
                    estimated.offer(Keys.of(estimates[i], i));
                }
            }
            final long[] best = estimated.drain();
            for (final long key : exact.drain()) {
                wanted++;
                for (final long other : best) {
                    found += Keys.number(other) == Keys.number(key) ? 1 : 0;
                }
            }
        }
        return wanted == 0 ? 1 : (double) found / wanted;
    }
}
