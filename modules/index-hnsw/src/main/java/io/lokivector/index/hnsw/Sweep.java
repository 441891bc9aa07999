package io.lokivector.index.hnsw;

import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.VectorTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes removed slots out of the graph and gives them back for reuse.
 *
 * <p>A removed slot stays as a stepping stone until removed ones make up a fifth of the graph. Then
 * a sweep begins: it visits every slot and replaces links to the removed by links to the neighbours
 * of the removed. The sweep is done in small steps by those who change the index, a few slots with
 * every change, so that no change waits long and nothing runs in the background. When all slots are
 * visited, nobody can find the removed any more.
 *
 * <p>Thread-safe; while one thread does a step, others go on without.
 */
final class Sweep {
    private static final double REMOVED_SHARE = 0.2;
    private static final int REMOVED_MIN = 64;

    /** Enough that a sweep ends before the next is due: one over the share, with some room. */
    private static final int SLOTS_PER_STEP = 8;

    private final Graph graph;
    private final HnswConfig config;
    private final ReentrantLock step = new ReentrantLock();
    private final Object removedLock = new Object();
    private int[] removed = new int[REMOVED_MIN];
    private volatile int removedCount;

    private Phase phase = Phase.IDLE;
    private BitSet victims = new BitSet();
    private long stamp;
    private int cursor;
    private int end;

    private enum Phase {
        IDLE,
        /** Until inserts are done that may still link to a victim. */
        WAITING,
        REPAIRING
    }

    Sweep(Graph graph, HnswConfig config) {
        this.graph = graph;
        this.config = config;
    }

    /** Notes a slot that the table has removed. */
    void removed(int slot) {
        synchronized (removedLock) {
            if (removedCount == removed.length) {
                removed = Arrays.copyOf(removed, 2 * removedCount);
            }
            removed[removedCount] = slot;
            removedCount = removedCount + 1;
        }
    }

    /** Does a step if there is one to do. The caller is not an entered reader. */
    void step() {
        if (removedCount == 0 || !step.tryLock()) {
            return;
        }
        try {
            switch (phase) {
                case IDLE -> {
                    if (removedCount >= REMOVED_MIN
                            && removedCount > REMOVED_SHARE * (graph.table.size() + removedCount)) {
                        begin();
                    }
                }
                case WAITING -> {
                    if (graph.table.readers().haveLeft(stamp)) {
                        end = graph.table.view().used();
                        cursor = 0;
                        phase = Phase.REPAIRING;
                    }
                }
                case REPAIRING -> repairSome();
            }
        } finally {
            step.unlock();
        }
    }

    private void begin() {
        victims = new BitSet();
        synchronized (removedLock) {
            for (int i = 0; i < removedCount; i++) {
                victims.set(removed[i]);
            }
        }
        graph.replaceRemovedEntry();
        stamp = graph.table.readers().mark();
        phase = Phase.WAITING;
    }

    private void repairSome() {
        final Walker walker = graph.table.readers().enter();
        try {
            for (int i = 0; i < SLOTS_PER_STEP && cursor < end; i++, cursor++) {
                if (!victims.get(cursor)) {
                    for (int level = graph.links.level(cursor); level >= 0; level--) {
                        repair(walker, cursor, level);
                    }
                }
            }
        } finally {
            graph.table.readers().leave(walker);
        }
        if (cursor == end) {
            finish();
        }
    }

    private void finish() {
        synchronized (removedLock) {
            int kept = 0;
            for (int i = 0; i < removedCount; i++) {
                if (!victims.get(removed[i])) {
                    removed[kept++] = removed[i];
                }
            }
            removedCount = kept;
        }
        graph.table.retire(victims.stream().toArray());
        phase = Phase.IDLE;
    }

    private void repair(Walker walker, int slot, int level) {
        final VectorTable.View view = graph.table.view();
        final int[] row = new int[graph.links.capacity(level)];
        final int[] chosen;
        final int size;
        synchronized (graph.links.lock(slot)) {
            size = graph.links.copy(slot, level, row);
            if (!collect(walker, view, slot, level, row, size)) {
                return;
            }
            final int count = walker.selection.choose(row.length, view.rows());
            chosen = Arrays.copyOf(walker.selection.chosen(), count);
            graph.links.set(slot, level, chosen, count);
        }
        if (view.isRemoved(slot)) {
            return;
        }
        // The removed also led from elsewhere to here.
        for (final int neighbor : chosen) {
            if (!Graph.contains(row, size, neighbor)) {
                graph.linkBack(walker, neighbor, slot, level);
            }
        }
        if (level == 0 && chosen.length < config.m() / 2) {
            searchNeighbors(walker, slot);
        }
    }

    /** Makes candidates of the neighbours and the victims' neighbours; false without a victim. */
    private boolean collect(
            Walker walker, VectorTable.View view, int slot, int level, int[] row, int size) {
        final BitSet seen = new BitSet();
        seen.set(slot);
        final int[] next = new int[row.length];
        boolean found = false;
        walker.selection.clear();
        for (int i = 0; i < size; i++) {
            if (!victims.get(row[i])) {
                candidate(walker, view, slot, row[i], seen);
                continue;
            }
            found = true;
            final int nextSize = graph.links.copy(row[i], level, next);
            for (int j = 0; j < nextSize; j++) {
                candidate(walker, view, slot, next[j], seen);
            }
        }
        return found;
    }

    private void candidate(Walker walker, VectorTable.View view, int slot, int other, BitSet seen) {
        if (!seen.get(other) && other < view.used() && !view.isRemoved(other)) {
            seen.set(other);
            walker.selection.add(other, slot, view.rows());
        }
    }

    /** So much around a slot was removed that its neighbours must be looked for anew. */
    private void searchNeighbors(Walker walker, int slot) {
        final Graph.Entry entry = graph.entry();
        if (entry == null) {
            return;
        }
        final FloatRows rows = graph.table.view().rows();
        final int offset = rows.offset(slot);
        final float[] vector =
                Arrays.copyOfRange(
                        rows.page(slot), offset, offset + graph.metric.space().dimension());
        graph.connect(walker, slot, 0, vector, entry);
    }
}
