package io.lokivector.index.hnsw;

import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.Keys;
import io.lokivector.vectors.Readers;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The graph: vectors, links, and where walks begin. Inserts run beside each other and beside walks.
 *
 * <p>Algorithms 1 to 4 of Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
 * search using Hierarchical Navigable Small World graphs" (2018, arXiv:1603.09320).
 */
final class Graph {
    private static final int LEVEL_MAX = 30;

    private final HnswConfig config;
    private final RandomGenerator random;
    private final double levelScale;
    private final Object entryLock = new Object();
    private volatile @Nullable Entry entry;

    final RowMetric metric;
    final Links links;
    final Codes codes;
    final VectorTable<Walker> table;

    /**
     * Where walks begin.
     *
     * @param level the highest of the graph, which the slot reaches
     */
    record Entry(int slot, int level) {}

    Graph(HnswConfig config, RowMetric metric, RandomGenerator random) {
        this.config = config;
        this.metric = metric;
        this.random = random;
        // Section 4.1: with this scale few slots are in two neighbourhoods of one level.
        this.levelScale = 1 / Math.log(config.m());
        this.links = new Links(config.m());
        this.codes = new Codes(metric, config.codes());
        final VectorTable.View empty = VectorTable.View.empty(metric);
        this.table =
                new VectorTable<>(
                        metric, new Readers<>(() -> new Walker(metric, links, codes, empty)));
    }

    @Nullable Entry entry() {
        return entry;
    }

    void restore(@Nullable Entry restored) {
        entry = restored;
    }

    /** Algorithm 1: adds a pending slot with the vector to the graph. */
    void insert(Walker walker, int slot, float[] vector) {
        final int level = randomLevel();
        links.clear(slot, level);
        codes.add(slot, table);
        final @Nullable Entry current = entry;
        if (current != null && level <= current.level()) {
            connect(walker, slot, level, vector, current);
            return;
        }
        // A slot that raises the graph goes alone: two of them would not know of each other.
        synchronized (entryLock) {
            final @Nullable Entry latest = entry;
            if (latest != null) {
                connect(walker, slot, level, vector, latest);
            }
            if (latest == null || level > latest.level()) {
                entry = new Entry(slot, level);
            }
        }
    }

    private int randomLevel() {
        return (int) Math.min(LEVEL_MAX, -Math.log(1 - random.nextDouble()) * levelScale);
    }

    /**
     * Links a slot with the nearest of every level from 0 to {@code level}.
     *
     * @param from where the walk begins
     */
    void connect(Walker walker, int slot, int level, float[] vector, Entry from) {
        walker.begin(table, metric.query(vector));
        final int top = Math.min(level, from.level());
        final int[][] chosen = new int[top + 1][];
        int nearest = walker.descend(from.slot(), from.level(), top);
        for (int l = top; l >= 0; l--) {
            final long[] found = walker.nearestSlots(nearest, l, config.efConstruction());
            walker.selection.clear();
            for (final long key : found) {
                if (Keys.number(key) != slot) {
                    walker.selection.add(key);
                }
            }
            if (found.length > 0) {
                nearest = Keys.number(found[0]) == slot ? nearest : Keys.number(found[0]);
            }
            if (l == 0 && walker.selection.size() == 0) {
                findAnyone(walker, slot);
            }
            final int count = walker.selection.choose(config.m(), walker.view().rows());
            chosen[l] = Arrays.copyOf(walker.selection.chosen(), count);
        }
        // From below: whoever finds the slot in an upper level, and goes down from it, must find
        // its links there.
        for (int l = 0; l <= top; l++) {
            link(walker, slot, l, chosen[l]);
        }
    }

    /** Only removed slots are near: whoever is not removed becomes a neighbour. */
    private void findAnyone(Walker walker, int slot) {
        final VectorTable.View view = walker.view();
        for (int other = 0; walker.sees(other) && walker.selection.size() < config.m(); other++) {
            if (other != slot && !view.isRemoved(other)) {
                walker.selection.add(other, slot, view.rows());
            }
        }
    }

    /** Links a slot with the chosen, there and back. */
    private void link(Walker walker, int slot, int level, int[] chosen) {
        synchronized (links.lock(slot)) {
            // Others may have linked to it already, and so it to them.
            final int[] own = new int[links.capacity(level)];
            int size = links.copy(slot, level, own);
            for (int i = 0; i < chosen.length && size < own.length; i++) {
                if (!contains(own, size, chosen[i])) {
                    own[size++] = chosen[i];
                }
            }
            links.set(slot, level, own, size);
        }
        for (final int neighbor : chosen) {
            linkBack(walker, neighbor, slot, level);
        }
    }

    /** Adds a link, and if the row is full, chooses anew which to keep. */
    void linkBack(Walker walker, int slot, int added, int level) {
        if (level > links.level(slot)) {
            return;
        }
        final int max = links.capacity(level);
        synchronized (links.lock(slot)) {
            final int[] row = new int[max + 1];
            int size = links.copy(slot, level, row);
            if (contains(row, size, added)) {
                return;
            }
            row[size++] = added;
            if (size <= max) {
                links.set(slot, level, row, size);
                return;
            }
            final FloatRows rows = table.view().rows();
            walker.selection.clear();
            for (final int neighbor : row) {
                walker.selection.add(neighbor, slot, rows);
            }
            final int count = walker.selection.choose(max, rows);
            links.set(slot, level, walker.selection.chosen(), count);
        }
    }

    static boolean contains(int[] slots, int size, int slot) {
        for (int i = 0; i < size; i++) {
            if (slots[i] == slot) {
                return true;
            }
        }
        return false;
    }

    /** Begins elsewhere if the entry is removed: at a live slot that reaches highest, if any. */
    void replaceRemovedEntry() {
        synchronized (entryLock) {
            final VectorTable.View view = table.view();
            final @Nullable Entry current = entry;
            if (current == null || !view.isRemoved(current.slot())) {
                return;
            }
            @Nullable Entry best = null;
            final int limit = Math.min(view.used(), links.slots());
            for (int slot = 0; slot < limit; slot++) {
                if (!view.isRemoved(slot) && (best == null || links.level(slot) > best.level())) {
                    best = new Entry(slot, links.level(slot));
                }
            }
            entry = best;
        }
    }
}
