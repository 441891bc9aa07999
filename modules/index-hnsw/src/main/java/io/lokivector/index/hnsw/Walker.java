package io.lokivector.index.hnsw;

import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.vectors.ExactScan;
import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.Keys;
import io.lokivector.vectors.NearestKeys;
import io.lokivector.vectors.Readers;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import org.jspecify.annotations.Nullable;

/**
 * Walks the graph towards a query, with the memory it needs for that: a walk allocates nothing on
 * its way. One thread at a time; pooled by {@link Readers}.
 *
 * <p>Removed slots are walked through like others, and are never among the results.
 */
final class Walker extends Readers.Reader {
    private static final int LANES = 4;

    private final RowMetric metric;
    private final Links links;
    private final VisitedSlots visited = new VisitedSlots();
    private final CandidateKeys candidates = new CandidateKeys();
    private final NearestKeys nearest = new NearestKeys();
    private final int[] neighbors;
    private final float[][] pages = new float[LANES][];
    private final int[] offsets = new int[LANES];
    private final float[] scores = new float[LANES];

    /** For exact searches by the same reader. */
    final ExactScan scan;

    /** For choosing links by the same reader. */
    final LinkSelection selection;

    private VectorTable.View view;
    private int limit;
    private float[] query = new float[0];
    private @Nullable OrdinalFilter filter;
    private int compared;

    Walker(RowMetric metric, Links links, VectorTable.View empty) {
        this.metric = metric;
        this.links = links;
        this.view = empty;
        this.neighbors = new int[links.capacity(0)];
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
    }

    /** What the walker sees since {@link #begin}. */
    VectorTable.View view() {
        return view;
    }

    /** Whether a slot is one of those the walker sees. */
    boolean sees(int slot) {
        return slot < limit;
    }

    /** Algorithm 2 with ef = 1, level by level: the slot nearest to the query, removed or not. */
    int descend(int entry, int fromLevel, int toLevel) {
        int nearestSlot = entry;
        float least = score(entry);
        for (int level = fromLevel; level > toLevel; level--) {
            for (boolean moved = true; moved; ) {
                moved = false;
                final int count = links.copy(nearestSlot, level, neighbors);
                for (int i = 0; i < count; i++) {
                    if (neighbors[i] < limit) {
                        final float score = score(neighbors[i]);
                        if (score < least) {
                            least = score;
                            nearestSlot = neighbors[i];
                            moved = true;
                        }
                    }
                }
            }
        }
        return nearestSlot;
    }

    /**
     * Algorithm 2 for linking: the {@code ef} nearest slots of a level that are not removed.
     *
     * @return their keys, ascending
     */
    long[] nearestSlots(int entry, int level, int ef) {
        filter = null;
        walk(entry, level, ef, Integer.MAX_VALUE);
        return nearest.drain();
    }

    /**
     * Algorithm 2 for searching: the {@code ef} nearest ordinals that the filter accepts.
     *
     * @return their keys, ascending, or an empty array if more than about {@code comparedMax}
     *     vectors would have to be compared
     */
    long[] nearestOrdinals(int entry, int ef, OrdinalFilter accepted, int comparedMax) {
        filter = accepted;
        if (!walk(entry, 0, ef, comparedMax)) {
            nearest.reset(0);
        }
        return nearest.drain();
    }

    private boolean walk(int entry, int level, int ef, int comparedMax) {
        visited.begin(limit);
        candidates.clear();
        nearest.reset(ef);
        compared = 0;
        visited.add(entry);
        reach(entry, score(entry));
        while (!candidates.isEmpty()) {
            final long candidate = candidates.pop();
            if (candidate >> 32 > nearest.limit() >> 32) {
                break;
            }
            if (compared > comparedMax) {
                return false;
            }
            follow(Keys.number(candidate), level);
        }
        return true;
    }

    private void follow(int slot, int level) {
        final int count = links.copy(slot, level, neighbors);
        int fresh = 0;
        for (int i = 0; i < count; i++) {
            final int neighbor = neighbors[i];
            if (neighbor < limit && visited.add(neighbor)) {
                neighbors[fresh++] = neighbor;
            }
        }
        compared += fresh;
        final FloatRows rows = view.rows();
        int i = 0;
        for (; i <= fresh - LANES; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                pages[lane] = rows.page(neighbors[i + lane]);
                offsets[lane] = rows.offset(neighbors[i + lane]);
            }
            metric.scoreFour(query, pages, offsets, scores);
            for (int lane = 0; lane < LANES; lane++) {
                reach(neighbors[i + lane], scores[lane]);
            }
        }
        for (; i < fresh; i++) {
            reach(neighbors[i], score(neighbors[i]));
        }
    }

    private void reach(int slot, float score) {
        final long key = Keys.of(score, slot);
        if (key >> 32 < nearest.limit() >> 32 || !nearest.isFull()) {
            candidates.push(key);
            final int number = number(slot);
            if (number >= 0) {
                nearest.offer(Keys.of(score, number));
            }
        }
    }

    private int number(int slot) {
        if (filter == null) {
            return view.isRemoved(slot) ? -1 : slot;
        }
        final int ordinal = view.ordinal(slot);
        return ordinal >= 0 && filter.accepts(ordinal) ? ordinal : -1;
    }

    private float score(int slot) {
        return metric.score(query, view.rows().page(slot), view.rows().offset(slot));
    }

    long memoryBytes() {
        return visited.memoryBytes();
    }
}
