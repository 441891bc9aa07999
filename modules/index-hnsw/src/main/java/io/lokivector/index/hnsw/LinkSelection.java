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
    /**
     * One link of so many may lead to a candidate as near to a chosen one as to the slot. Many of
     * these are equal vectors: links to them alone would lead nowhere else, and without any they
     * would not find each other.
     */
    private static final int TIED_SHARE = 4;

    private final RowMetric metric;
    private final int[] chosen;
    private long[] keys = new long[64];
    private int size;
    private int count;
    private int tiesLeft;

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
        tiesLeft = max / TIED_SHARE;
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
        boolean tied = false;
        for (int i = 0; i < count; i++) {
            if (chosen[i] == candidate) {
                return false;
            }
            final float between = score(candidate, chosen[i], rows);
            if (between < score) {
                return false;
            }
            tied |= between == score;
        }
        if (tied) {
            tiesLeft--;
        }
        return !tied || tiesLeft >= 0;
    }

    private float score(int slot1, int slot2, FloatRows rows) {
        return metric.scoreRows(
                rows.page(slot1), rows.offset(slot1), rows.page(slot2), rows.offset(slot2));
    }
}
