package io.lokivector.index.hnsw;

import io.lokivector.simd.CodeKernels;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.vectors.CodeRows;
import io.lokivector.vectors.CodeSpace;
import io.lokivector.vectors.ExactScan;
import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.Keys;
import io.lokivector.vectors.NearestKeys;
import io.lokivector.vectors.Readers;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks the graph towards a query, with the memory it needs for that: a walk allocates nothing on
 * its way. One thread at a time; pooled by {@link Readers}.
 *
 * <p>Where there are codes, the way is found by estimates, and only the best of what was found is
 * compared exactly. Removed slots are walked through like others, and are never among the results.
 */
final class Walker extends Readers.Reader {
    private static final int LANES = 4;
    private static final int SCANNED_AT_ONCE = 64;

    private final RowMetric metric;
    private final Links links;
    private final Codes codeTable;
    private final VisitedSlots visited = new VisitedSlots();
    private final CandidateKeys candidates = new CandidateKeys();
    private final NearestKeys nearest = new NearestKeys();
    private final int[] neighbors;
    private final float[] scores;
    private final float[][] pages = new float[LANES][];
    private final int[] offsets = new int[LANES];
    private final float[] four = new float[LANES];

    /** For exact searches by the same reader. */
    final ExactScan scan;

    /** For choosing links by the same reader. */
    final LinkSelection selection;

    private VectorTable.View view;
    private int limit;
    private float[] query = new float[0];
    private @Nullable OrdinalFilter filter;
    private int compared;

    private @Nullable CodeRows codes;
    private CodeSpace.@Nullable Encoder encoder;
    private CodeKernels.@Nullable Query codedQuery;

    // What was reached: its slot, and the ordinal it had then.
    private int[] reachedSlots = new int[256];
    private int[] reachedOrdinals = new int[256];
    private int reached;

    // What a scan has collected and not estimated yet.
    private final int[] pendingSlots = new int[SCANNED_AT_ONCE];
    private final int[] pendingOrdinals = new int[SCANNED_AT_ONCE];
    private final float[] pendingScores = new float[SCANNED_AT_ONCE];
    private int pending;
    private boolean uncoded;

    Walker(RowMetric metric, Links links, Codes codeTable, VectorTable.View empty) {
        this.metric = metric;
        this.links = links;
        this.codeTable = codeTable;
        this.view = empty;
        this.neighbors = new int[links.capacity(0)];
        this.scores = new float[neighbors.length];
        this.scan = new ExactScan(metric);
        this.selection = new LinkSelection(metric, links.capacity(0));
    }

    /**
     * Begins with a query.
     *
     * @param prepared by {@link RowMetric#query}
     */
    void begin(VectorTable<Walker> table, float[] prepared) {
        view = table.view();
        limit = Math.min(view.used(), links.slots());
        query = prepared;
        final @Nullable CodeRows current = codeTable.rows();
        codes = current;
        if (current == null) {
            codedQuery = null;
            return;
        }
        limit = Math.min(limit, current.capacity());
        CodeSpace.@Nullable Encoder own = encoder;
        if (own == null || !own.isOf(current.space())) {
            own = current.space().encoder();
            encoder = own;
        }
        codedQuery = own.query(prepared);
    }

    /** What the walker sees since {@link #begin}. */
    VectorTable.View view() {
        return view;
    }

    /** Whether a slot is one of those the walker sees. */
    boolean sees(int slot) {
        return slot < limit;
    }

    /** The bits of the codes it goes by, or 0 if it goes by the vectors. */
    int bits() {
        final @Nullable CodeRows current = codes;
        return current == null ? 0 : current.space().bits();
    }

    /** Algorithm 2 with ef = 1, level by level: the slot nearest to the query, removed or not. */
    int descend(int entry, int fromLevel, int toLevel) {
        if (fromLevel <= toLevel) {
            return entry;
        }
        int nearestSlot = entry;
        neighbors[0] = entry;
        scoreNeighbors(1);
        float least = scores[0];
        for (int level = fromLevel; level > toLevel; level--) {
            visited.begin(limit);
            for (boolean moved = true; moved; ) {
                moved = false;
                final int fresh = freshNeighbors(nearestSlot, level);
                scoreNeighbors(fresh);
                for (int i = 0; i < fresh; i++) {
                    if (scores[i] < least) {
                        least = scores[i];
                        nearestSlot = neighbors[i];
                        moved = true;
                    }
                }
            }
        }
        return nearestSlot;
    }

    /**
     * Algorithm 2 for linking: the {@code ef} nearest slots of a level that are not removed, with
     * their exact scores.
     *
     * @return their keys, ascending
     */
    long[] nearestSlots(int entry, int level, int ef) {
        filter = null;
        walk(entry, level, ef, Integer.MAX_VALUE);
        final long[] keys = nearest.drain();
        exactly(keys, keys.length);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = Keys.of(Keys.score(keys[i]), reachedSlots[Keys.number(keys[i])]);
        }
        Arrays.sort(keys);
        return keys;
    }

    /**
     * Algorithm 2 for searching: the nearest ordinals that the filter accepts, with their exact
     * scores.
     *
     * @param ef how many are held on the way
     * @param wanted how many of those are compared exactly, if the way was found by estimates
     * @return their keys, ascending, or an empty array if more than about {@code comparedMax}
     *     vectors would have to be compared
     */
    long[] nearestOrdinals(int entry, int ef, int wanted, OrdinalFilter accepted, int comparedMax) {
        filter = accepted;
        if (!walk(entry, 0, ef, comparedMax)) {
            nearest.reset(0);
        }
        long[] keys = nearest.drain();
        if (codes != null && wanted < keys.length) {
            keys = Arrays.copyOf(keys, wanted);
        }
        return finish(keys);
    }

    /** Makes of keys with estimates such with exact scores and ordinals, ascending. */
    private long[] finish(long[] keys) {
        exactly(keys, keys.length);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = Keys.of(Keys.score(keys[i]), reachedOrdinals[Keys.number(keys[i])]);
        }
        Arrays.sort(keys);
        return keys;
    }

    /**
     * Scans by estimates, instead of walking: the nearest of all that a filter accepts, with their
     * exact scores.
     *
     * @param accepted does not accept all
     * @param wanted how many of the best by estimate are compared exactly
     * @return their keys, ascending; null if there are no codes of some of the vectors
     */
    long @Nullable [] scanned(VectorTable<Walker> table, OrdinalFilter accepted, int wanted) {
        final @Nullable CodeRows coded = codes;
        final CodeKernels.@Nullable Query planes = codedQuery;
        if (coded == null || planes == null) {
            return null;
        }
        nearest.reset(wanted);
        reached = 0;
        pending = 0;
        uncoded = false;
        accepted.forEach(ordinal -> {
            final int slot = table.slot(ordinal);
            if (slot >= coded.capacity()) {
                uncoded = true;
            } else if (slot != VectorTable.NONE) {
                pendingSlots[pending] = slot;
                pendingOrdinals[pending++] = ordinal;
                if (pending == SCANNED_AT_ONCE) {
                    estimatePending(coded, planes);
                }
            }
        });
        estimatePending(coded, planes);
        return uncoded ? null : finish(nearest.drain());
    }

    private void estimatePending(CodeRows coded, CodeKernels.Query planes) {
        coded.estimate(planes, pendingSlots, pending, pendingScores);
        for (int i = 0; i < pending; i++) {
            if (Keys.of(pendingScores[i], 0) <= nearest.limit()) {
                nearest.offer(Keys.of(pendingScores[i], note(pendingSlots[i], pendingOrdinals[i])));
            }
        }
        pending = 0;
    }

    private boolean walk(int entry, int level, int ef, int comparedMax) {
        visited.begin(limit);
        candidates.clear();
        nearest.reset(ef);
        compared = 0;
        reached = 0;
        visited.add(entry);
        neighbors[0] = entry;
        scoreNeighbors(1);
        reach(entry, scores[0]);
        while (!candidates.isEmpty()) {
            final long candidate = candidates.pop();
            if (candidate >> 32 > nearest.limit() >> 32) {
                break;
            }
            if (compared > comparedMax) {
                return false;
            }
            if (!candidates.isEmpty()) {
                // Likely the next to be followed: its links are fetched beside those of this one.
                links.touch(Keys.number(candidates.least()), level, neighbors);
            }
            follow(Keys.number(candidate), level);
        }
        return true;
    }

    private void follow(int slot, int level) {
        final int fresh = freshNeighbors(slot, level);
        compared += fresh;
        scoreNeighbors(fresh);
        for (int i = 0; i < fresh; i++) {
            reach(neighbors[i], scores[i]);
        }
    }

    /** Puts the neighbours of a slot that were not visited into {@link #neighbors}. */
    private int freshNeighbors(int slot, int level) {
        return visited.addAll(neighbors, links.copy(slot, level, neighbors), limit);
    }

    /** Scores the first neighbours: estimates where there are codes. */
    private void scoreNeighbors(int count) {
        final @Nullable CodeRows coded = codes;
        final CodeKernels.@Nullable Query planes = codedQuery;
        if (coded != null && planes != null) {
            coded.estimate(planes, neighbors, count, scores);
            return;
        }
        final FloatRows rows = view.rows();
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                pages[lane] = rows.page(neighbors[i + lane]);
                offsets[lane] = rows.offset(neighbors[i + lane]);
            }
            metric.scoreFour(query, pages, offsets, four);
            System.arraycopy(four, 0, scores, i, LANES);
        }
        for (; i < count; i++) {
            scores[i] = metric.score(query, rows.page(neighbors[i]), rows.offset(neighbors[i]));
        }
    }

    private void reach(int slot, float score) {
        final long key = Keys.of(score, slot);
        if (key >> 32 < nearest.limit() >> 32 || !nearest.isFull()) {
            candidates.push(key);
            final int ordinal = view.ordinal(slot);
            if (counts(slot, ordinal)) {
                nearest.offer(Keys.of(score, note(slot, ordinal)));
            }
        }
    }

    /** Notes a slot that was reached, and gives the number it goes by from now on. */
    private int note(int slot, int ordinal) {
        if (reached == reachedSlots.length) {
            reachedSlots = Arrays.copyOf(reachedSlots, 2 * reached);
            reachedOrdinals = Arrays.copyOf(reachedOrdinals, 2 * reached);
        }
        reachedSlots[reached] = slot;
        reachedOrdinals[reached] = ordinal;
        return reached++;
    }

    private boolean counts(int slot, int ordinal) {
        final @Nullable OrdinalFilter accepted = filter;
        // One that is linked must be found by those who link; it may still be pending.
        return accepted == null ? !view.isRemoved(slot) : ordinal >= 0 && accepted.accepts(ordinal);
    }

    /** Puts exact scores in the place of estimates. */
    private void exactly(long[] keys, int count) {
        if (codes == null) {
            return;
        }
        final FloatRows rows = view.rows();
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                final int slot = reachedSlots[Keys.number(keys[i + lane])];
                pages[lane] = rows.page(slot);
                offsets[lane] = rows.offset(slot);
            }
            metric.scoreFour(query, pages, offsets, four);
            for (int lane = 0; lane < LANES; lane++) {
                keys[i + lane] = Keys.of(four[lane], Keys.number(keys[i + lane]));
            }
        }
        for (; i < count; i++) {
            final int slot = reachedSlots[Keys.number(keys[i])];
            final float score = metric.score(query, rows.page(slot), rows.offset(slot));
            keys[i] = Keys.of(score, Keys.number(keys[i]));
        }
    }

    /**
     * How many candidates a walk by these codes holds to find what a walk by the vectors finds with
     * {@code ef}: so an effort means the same whatever the codes. Measured.
     */
    int held(int ef) {
        return switch (bits()) {
            case 1 -> 2 * ef;
            case 2 -> ef + ef / 4;
            default -> ef;
        };
    }

    /** The number of the best by estimate that a search for {@code k} compares exactly. */
    int wanted(int k, int ef) {
        return switch (bits()) {
            case 0 -> ef;
            case 1 -> Math.max(2 * k, ef / 2 + k / 2);
            case 2 -> Math.max(k + k / 2, ef / 3 + k / 2);
            default -> Math.max(k + 2, ef / 6 + k);
        };
    }

    /** The number of the best by estimate that a scan for {@code k} compares exactly. */
    int wantedOfScan(int k) {
        return switch (bits()) {
            case 1 -> 64 + 12 * k;
            case 2 -> 48 + 4 * k;
            default -> 32 + 2 * k;
        };
    }

    long memoryBytes() {
        return visited.memoryBytes();
    }
}
