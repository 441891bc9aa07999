package io.lokivector.engine.index;

import io.lokivector.spi.request.SampledRecall;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the recall of one vector field: the shares of the exact answers that its index
 * found in the last {@value #SAMPLES_MAX} searches that were compared. Thread-safe.
 */
public final class RecallWindow {
    /** How many comparisons the estimate is made of, at most. */
    static final int SAMPLES_MAX = 500;

    /** Of the normal distribution, for 95 % confidence. */
    private static final double Z = 1.96;

    private final double[] shares = new double[SAMPLES_MAX];
    private final Instant[] times = new Instant[SAMPLES_MAX];
    private int total;
    private long next;

    /** The number of the sampled query to be compared next. */
    public synchronized long next() {
        return next;
    }

    /** The queries up to this number have been compared, or cannot be. */
    public synchronized void passed(long number) {
        next = Math.max(next, number + 1);
    }

    /**
     * Adds a comparison.
     *
     * @param share of the nearest that the index found, from 0 to 1
     */
    public synchronized void add(double share, Instant at) {
        shares[total % SAMPLES_MAX] = share;
        times[total % SAMPLES_MAX] = at;
        // Twice round says as much as thrice.
        total = total + 1 == 3 * SAMPLES_MAX ? 2 * SAMPLES_MAX : total + 1;
    }

    /** Forgets everything, because another index answers now; all queries are compared again. */
    public synchronized void restart() {
        total = 0;
        next = 0;
    }

    /**
     * The estimate, if there is anything to estimate from.
     *
     * <p>The interval is that of Wilson (Probable inference, the law of succession, and statistical
     * inference, 1927) with the number of searches, not of results: the results of one search are
     * found or missed together, and a share between 0 and 1 varies no more than a success or
     * failure with the same mean. So it is rather too wide than too narrow.
     */
    public synchronized Optional<SampledRecall> estimate() {
        final int samples = Math.min(total, SAMPLES_MAX);
        if (samples == 0) {
            return Optional.empty();
        }
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += shares[i];
        }
        final double mean = sum / samples;
        final double square = Z * Z / samples;
        final double center = (mean + square / 2) / (1 + square);
        final double half =
                Z * Math.sqrt((mean * (1 - mean) + square / 4) / samples) / (1 + square);
        return Optional.of(
                new SampledRecall(
                        mean,
                        samples,
                        Math.max(0, center - half),
                        Math.min(1, center + half),
                        times[total <= SAMPLES_MAX ? 0 : total % SAMPLES_MAX]));
    }
}
