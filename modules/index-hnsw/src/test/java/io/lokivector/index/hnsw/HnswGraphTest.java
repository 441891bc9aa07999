package io.lokivector.index.hnsw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.index.VectorData;
import io.lokivector.vectors.Keys;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import java.util.BitSet;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HnswGraphTest {
    private static final int DIMENSION = 16;
    private static final HnswConfig CONFIG = new HnswConfig(8, 100, 50, "auto");

    private final RowMetric metric = new RowMetric(new VectorSpace(DIMENSION, Metric.EUCLIDEAN));

    @Test
    void rowsNeverHoldMoreLinksThanTheyMayNorLinksToThemselvesNorTwice() {
        TestSeed.run(seed -> {
            final Graph graph = filled(seed, 1_000);
            final int[] row = new int[graph.links.capacity(0)];
            for (int slot = 0; slot < 1_000; slot++) {
                for (int level = 0; level <= graph.links.level(slot); level++) {
                    final int count = graph.links.copy(slot, level, row);
                    assertTrue(count <= graph.links.capacity(level));
                    final BitSet seen = new BitSet();
                    seen.set(slot);
                    for (int i = 0; i < count; i++) {
                        assertTrue(!seen.get(row[i]), "slot " + slot + " to " + row[i]);
                        assertTrue(graph.links.level(row[i]) >= level);
                        seen.set(row[i]);
                    }
                }
            }
        });
    }

    @Test
    void allButAHandfulOfSlotsCanBeReachedFromTheEntry() {
        // Choosing links anew may drop the last one to a slot: the algorithm has no guarantee.
        TestSeed.run(seed -> {
            final int reachable = reachable(filled(seed, 1_000));
            assertTrue(reachable >= 990, reachable + " of 1000 are reachable");
        });
    }

    @Test
    void aSweepLeavesNoLinkToTheRemovedAndReusesTheirSlots() {
        TestSeed.run(seed -> {
            final Graph graph = filled(seed, 1_000);
            final Sweep sweep = new Sweep(graph, CONFIG);
            final BitSet removed = new BitSet();
            for (int ordinal = 0; ordinal < 1_000; ordinal += 4) {
                final int slot = graph.table.remove(ordinal);
                removed.set(slot);
                sweep.removed(slot);
            }
            for (int i = 0; i < 1_000; i++) {
                sweep.step();
            }
            final int[] row = new int[graph.links.capacity(0)];
            for (int slot = 0; slot < 1_000; slot++) {
                for (int level = 0;
                        !removed.get(slot) && level <= graph.links.level(slot);
                        level++) {
                    final int count = graph.links.copy(slot, level, row);
                    for (int i = 0; i < count; i++) {
                        assertTrue(!removed.get(row[i]), slot + " leads to a removed slot");
                    }
                }
            }
            assertTrue(reachable(graph) >= 745, reachable(graph) + " of 750 are reachable");
            put(graph, 0, new float[DIMENSION]);
            assertEquals(1_000, graph.table.view().used(), "a fresh slot was used");
        });
    }

    @Test
    void aSlotIsNotReusedWhileAReaderMayLookAtIt() {
        TestSeed.run(seed -> {
            final Graph graph = filled(seed, 200);
            final Walker reader = graph.table.readers().enter();
            graph.table.retire(graph.table.remove(7));
            put(graph, 500, new float[DIMENSION]);
            assertEquals(201, graph.table.view().used());
            graph.table.readers().leave(reader);
            put(graph, 501, new float[DIMENSION]);
            assertEquals(201, graph.table.view().used());
        });
    }

    @Test
    void theWalkFindsTheNearestWithoutTheHelpOfAScan() {
        TestSeed.run(seed -> {
            final Graph graph = filled(seed, 2_000);
            int found = 0;
            for (int ordinal = 0; ordinal < 2_000; ordinal += 20) {
                final float[] vector = new float[DIMENSION];
                assertTrue(graph.table.copyVector(ordinal, vector));
                final Walker walker = graph.table.readers().enter();
                walker.begin(graph.table, metric.query(vector));
                final Graph.Entry entry = entry(graph);
                final int nearest = walker.descend(entry.slot(), entry.level(), 0);
                final long[] keys =
                        walker.nearestOrdinals(
                                nearest, 50, 50, OrdinalFilter.all(), Integer.MAX_VALUE);
                found += Keys.number(keys[0]) == ordinal ? 1 : 0;
                graph.table.readers().leave(walker);
            }
            assertTrue(found >= 98, found + " of 100 vectors found themselves");
        });
    }

    private Graph filled(long seed, int count) {
        final Graph graph = new Graph(CONFIG, metric, new Random(seed));
        final float[][] vectors = VectorData.UNIFORM.make(TestSeed.random(seed), count, DIMENSION);
        for (int ordinal = 0; ordinal < count; ordinal++) {
            put(graph, ordinal, vectors[ordinal]);
        }
        return graph;
    }

    private static void put(Graph graph, int ordinal, float[] vector) {
        final VectorTable<Walker> table = graph.table;
        final Walker walker = table.readers().enter();
        final int slot = table.insert(vector);
        graph.insert(walker, slot, vector);
        table.publish(slot, ordinal);
        table.readers().leave(walker);
    }

    private static Graph.Entry entry(Graph graph) {
        final Graph.@Nullable Entry entry = graph.entry();
        if (entry == null) {
            throw new AssertionError("the graph has no entry");
        }
        return entry;
    }

    private static int reachable(Graph graph) {
        final BitSet seen = new BitSet();
        final BitSet next = new BitSet();
        next.set(entry(graph).slot());
        final int[] row = new int[graph.links.capacity(0)];
        while (!next.isEmpty()) {
            final int slot = next.nextSetBit(0);
            next.clear(slot);
            seen.set(slot);
            final int count = graph.links.copy(slot, 0, row);
            for (int i = 0; i < count; i++) {
                if (!seen.get(row[i])) {
                    next.set(row[i]);
                }
            }
        }
        return seen.cardinality();
    }
}
