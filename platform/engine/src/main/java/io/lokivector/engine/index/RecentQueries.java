package io.lokivector.engine.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A sample of the queries that a vector field was searched for of late: what recall is measured
 * with, and what a new index is compared on.
 *
 * <p>Only searches that an index answers by itself are offered: neither exact ones nor those with a
 * filter. The first fill the ring, and after that it takes about one in {@value #ONE_OF}, each in
 * the place of the oldest. Offering takes no lock, copies nothing and almost never allocates.
 * Thread-safe.
 */
public final class RecentQueries {
    /** Of how many searches one is kept, once the ring is full. */
    static final int ONE_OF = 16;

    /** What the vectors of one ring may occupy. */
    private static final int BYTES_MAX = 1 << 20;

    private final AtomicReferenceArray<@Nullable Sampled> ring;

    /** How many were offered, or somewhat fewer: counts lost in a race do no harm. */
    private final AtomicLong offered = new AtomicLong();

    /** How many were kept, of which the last ones are in the ring. */
    private final AtomicLong kept = new AtomicLong();

    /**
     * An empty ring.
     *
     * @param capacity how many queries it holds; 0 for none ever
     */
    public RecentQueries(int capacity) {
        this.ring = new AtomicReferenceArray<>(capacity);
    }

    /**
     * A query.
     *
     * @param vector shared with whoever searched; never changed here
     * @param k how many were asked of the index
     * @param effort as in {@link io.lokivector.spi.index.VectorIndex.Search}
     */
    @SuppressWarnings("ArrayRecordComponent") // not copied, because offering is on the search path
    public record RecentQuery(float[] vector, int k, int effort) {}

    /**
     * A query with its number.
     *
     * @param number from 0, in the order in which queries were kept
     */
    public record Sampled(long number, RecentQuery query) {}

    /**
     * Takes note of a search that an index has answered.
     *
     * @param vector not to be changed any more; a change would only spoil this sample
     */
    public void offer(float[] vector, int k, int effort) {
        final long number = offered.getPlain();
        offered.setOpaque(number + 1);
        if (number < ring.length() || isChosen(number)) {
            keep(new RecentQuery(vector, k, effort));
        }
    }

    /** Scattered, so that the sample is fair to clients who ask in a rhythm. */
    private static boolean isChosen(long number) {
        return ((number * 0x9E3779B97F4A7C15L) >>> 32) % ONE_OF == 0;
    }

    private void keep(RecentQuery query) {
        final int size = sizeFor(query.vector.length);
        if (size > 0) {
            final long number = kept.getAndIncrement();
            ring.set((int) (number % size), new Sampled(number, query));
        }
    }

    private int sizeFor(int dimension) {
        return Math.min(ring.length(), Math.max(1, BYTES_MAX / (Float.BYTES * dimension)));
    }

    /** About how many searches were offered: what has changed since it was last asked. */
    public long offered() {
        return offered.getOpaque();
    }

    /** The newest queries, the newest first. */
    public List<RecentQuery> newest(int atMost) {
        final List<Sampled> all = all();
        final List<RecentQuery> newest = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0 && newest.size() < atMost; i--) {
            newest.add(all.get(i).query);
        }
        return newest;
    }

    /** The oldest query that is still there and has at least this number. */
    public Optional<Sampled> from(long number) {
        return kept.get() <= number
                ? Optional.empty()
                : all().stream().filter(sampled -> sampled.number >= number).findFirst();
    }

    /** What is there, the oldest first. */
    private List<Sampled> all() {
        final List<Sampled> all = new ArrayList<>();
        for (int place = 0; place < ring.length(); place++) {
            final @Nullable Sampled sampled = ring.get(place);
            if (sampled != null) {
                all.add(sampled);
            }
        }
        all.sort((a, b) -> Long.compare(a.number, b.number));
        return all;
    }
}
