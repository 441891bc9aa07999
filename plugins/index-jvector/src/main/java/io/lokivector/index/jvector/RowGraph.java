package io.lokivector.index.jvector;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.OnHeapGraphIndex;
import io.lokivector.vectors.Readers;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * JVector's graph over the rows of a table: its nodes are the table's slots.
 *
 * <p>Insertions run beside each other and beside searches. A removed vector stays in the graph as a
 * stepping stone until removed ones make up a fifth of it; then JVector takes them out all at once,
 * while insertions wait and searches go on.
 */
final class RowGraph {
    private static final double REMOVED_SHARE = 0.2;
    private static final int REMOVED_MIN = 64;

    private final GraphIndexBuilder builder;
    private final InsertLanes lanes;
    private final ReadWriteLock changes = new ReentrantReadWriteLock();

    /** Held while removed nodes are taken out, and while a checkpoint needs them to stay. */
    private final ReentrantLock removal = new ReentrantLock();

    private final Object removedLock = new Object();
    private final BitSet removed = new BitSet();
    private volatile int removedCount;

    final RowMetric metric;
    final RowScores scores;
    final VectorTable<GraphWalker> table;
    final OnHeapGraphIndex graph;

    /**
     * The nodes of the graph at one moment.
     *
     * @param slots ascending
     * @param ordinals of each slot of the table, negative if it is not live
     * @param entry the slot where walks begin, or -1
     */
    record Nodes(int[] slots, int[] ordinals, int entry) {}

    RowGraph(JVectorConfig config, RowMetric metric, InsertLanes lanes) {
        this.metric = metric;
        this.lanes = lanes;
        this.table = new VectorTable<>(metric, new Readers<>(this::walker));
        this.scores = new RowScores(metric, table);
        this.builder = builder(config);
        this.graph = (OnHeapGraphIndex) builder.getGraph();
    }

    // The successor of this constructor takes part of the configuration from JMX, and registers
    // beans and starts threads that a plugin cannot get rid of when it is unloaded.
    @SuppressWarnings("deprecation")
    private GraphIndexBuilder builder(JVectorConfig config) {
        return new GraphIndexBuilder(
                scores,
                metric.space().dimension(),
                List.of(2 * config.m(), config.m()),
                config.efConstruction(),
                config.neighborOverflow(),
                config.alpha(),
                true,
                false,
                ForkJoinPool.commonPool(),
                ForkJoinPool.commonPool());
    }

    private GraphWalker walker() {
        return new GraphWalker(graph, scores, metric);
    }

    /** Sets the vector of an ordinal. */
    void put(int ordinal, float[] vector) {
        final int replaced;
        changes.readLock().lock();
        try {
            final int slot = table.insert(vector);
            final var provider = scores.of(metric.query(vector));
            lanes.run(() -> builder.addGraphNode(slot, provider));
            replaced = table.publish(slot, ordinal);
        } finally {
            changes.readLock().unlock();
        }
        if (replaced != VectorTable.NONE) {
            removed(replaced);
        }
        takeOutRemoved();
    }

    /** Removes an ordinal; false if it was not there. */
    boolean remove(int ordinal) {
        final int slot = table.remove(ordinal);
        if (slot == VectorTable.NONE) {
            return false;
        }
        removed(slot);
        takeOutRemoved();
        return true;
    }

    private void removed(int slot) {
        synchronized (removedLock) {
            removed.set(slot);
            removedCount = removedCount + 1;
        }
    }

    private void takeOutRemoved() {
        if (!tooManyRemoved() || !removal.tryLock()) {
            return;
        }
        try {
            changes.writeLock().lock();
            try {
                if (tooManyRemoved()) {
                    final int[] slots;
                    synchronized (removedLock) {
                        slots = removed.stream().toArray();
                        removed.clear();
                        removedCount = 0;
                    }
                    for (final int slot : slots) {
                        builder.markNodeDeleted(slot);
                    }
                    builder.removeDeletedNodes();
                    table.retire(slots);
                }
            } finally {
                changes.writeLock().unlock();
            }
        } finally {
            removal.unlock();
        }
    }

    private boolean tooManyRemoved() {
        final int count = removedCount;
        return count >= REMOVED_MIN && count > REMOVED_SHARE * (table.size() + count);
    }

    /** What a checkpoint does with nodes that stay in the graph meanwhile. */
    @FunctionalInterface
    interface NodesReader {
        /** Reads the nodes. */
        void read(Nodes nodes) throws IOException;
    }

    /** Hands the nodes of this moment to a reader, and keeps them and their rows until it ends. */
    void readNodes(NodesReader reader) throws IOException {
        removal.lock();
        try {
            reader.read(nodes());
        } finally {
            removal.unlock();
        }
    }

    private Nodes nodes() {
        // No insertion is under way now, so every node is wholly there.
        changes.writeLock().lock();
        try {
            final ImmutableGraphIndex.@Nullable NodeAtLevel entry = graph.entryNode();
            return new Nodes(
                    graph.nodeStream(0).toArray(),
                    table.ordinals(),
                    entry == null ? -1 : entry.node);
        } finally {
            changes.writeLock().unlock();
        }
    }

    /** Notes that the nodes of an empty graph that are not live, once filled, are removed ones. */
    void restoreRemoved(int[] ordinals) {
        for (int slot = 0; slot < ordinals.length; slot++) {
            if (ordinals[slot] < 0) {
                removed(slot);
            }
        }
    }

    /** The parts of its memory in bytes. */
    Map<String, Long> memoryParts() {
        long searches = 0;
        for (final GraphWalker walker : table.readers().all()) {
            searches += walker.memoryBytes();
        }
        return Map.of(
                "vectors",
                table.memoryBytes(),
                "links",
                graph.ramBytesUsed(),
                "searches",
                searches);
    }
}
