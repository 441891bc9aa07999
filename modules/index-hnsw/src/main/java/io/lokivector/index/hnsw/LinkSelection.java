package io.lokivector.index.hnsw;

import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.Keys;
import io.lokivector.vectors.RowMetric;
import java.util.Arrays;

/**
 * Chooses the links of a slot among candidates (Algorithm 4 of the paper, without its two options):
 * a candidate is taken unless it is nearer to one already taken than to the slot, so that links
 * lead in different directions. One thread.
 */
final class LinkSelection {
    private final RowMetric metric;
    private final int[] chosen;
    private long[] keys = new long[64];
    private int size;
    private int count;

    LinkSelection(RowMetric metric, int max) {
        this.metric = metric;
        this.chosen = new int[max];
    }

    /** Begins without candidates. */
    void clear() {
        size = 0;
    }

    /** How many candidates there are. */
    int size() {
        return size;
    }

    /** Adds a candidate by its score to the slot. */
    void add(long key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size++] = key;
    }

    /** Adds {@code candidate} by its score to {@code slot}. */
    void add(int candidate, int slot, FloatRows rows) {
        final float score = score(candidate, slot, rows);
        add(Keys.of(score, candidate));
    }

    /** Chooses at most {@code max}; see {@link #chosen()}. */
    int choose(int max, FloatRows rows) {
        Arrays.sort(keys, 0, size);
        count = 0;
        for (int i = 0; i < size && count < max; i++) {
            final int candidate = Keys.number(keys[i]);
            if (leadsElsewhere(candidate, Keys.score(keys[i]), rows)) {
                chosen[count++] = candidate;
            }
        }
        return count;
    }

    /** The chosen slots, nearest first; overwritten by the next choice. */
    int[] chosen() {
        return chosen;
    }

    private boolean leadsElsewhere(int candidate, float score, FloatRows rows) {
        for (int i = 0; i < count; i++) {
            if (chosen[i] == candidate || score(candidate, chosen[i], rows) <= score) {
                return false;
            }
        }
        return true;
    }

    private float score(int slot1, int slot2, FloatRows rows) {
        return metric.scoreRows(
                rows.page(slot1), rows.offset(slot1), rows.page(slot2), rows.offset(slot2));
    }
}
