package io.lokivector.index.jvector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.index.ExactOracle;
import io.lokivector.tck.index.VectorData;
import io.lokivector.vectors.Keys;
import io.lokivector.vectors.RowMetric;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The graph alone, where an index would rather scan. */
class RowGraphTest {
    private static final int DIMENSION = 24;
    private static final int COUNT = 1_500;
    private static final int K = 10;
    private static final JVectorConfig CONFIG = new JVectorConfig(16, 100, 1.2f, 1.2f, 64);

    private final InsertLanes lanes = new InsertLanes(2);

    @AfterEach
    void endLanes() {
        lanes.close();
    }

    private RowGraph filled(Metric metric, float[][] vectors) {
        final RowGraph graph =
                new RowGraph(CONFIG, new RowMetric(new VectorSpace(DIMENSION, metric)), lanes);
        for (int i = 0; i < COUNT; i++) {
            graph.put(i, vectors[i]);
        }
        return graph;
    }

    private static long[] walk(RowGraph graph, float[] query, OrdinalFilter filter, int max) {
        final GraphWalker walker = graph.table.readers().enter();
        try {
            final float[] prepared = graph.metric.query(query);
            return walker.nearest(graph.table, prepared, K, 64, filter, max);
        } finally {
            graph.table.readers().leave(walker);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWalkFindsTheNearest(Metric metric) {
        TestSeed.run(seed -> {
            final float[][] vectors =
                    VectorData.CLUSTERED.make(TestSeed.random(seed), COUNT + 50, DIMENSION);
            final RowGraph graph = filled(metric, vectors);
            final ExactOracle oracle = new ExactOracle(metric);
            for (int i = 0; i < COUNT; i++) {
                oracle.put(i, vectors[i]);
            }
            double recall = 0;
            for (int i = COUNT; i < vectors.length; i++) {
                final float[] query = vectors[i];
                final List<ExactOracle.Hit> truth = oracle.nearest(query, K, OrdinalFilter.all());
                int good = 0;
                for (final long key : walk(graph, query, OrdinalFilter.all(), Integer.MAX_VALUE)) {
                    final float[] vector = vectors[Keys.number(key)];
                    if (oracle.distance(query, vector)
                            <= truth.getLast().distance() + oracle.tolerance(query, vector)) {
                        good++;
                    }
                }
                recall += good / (double) K;
            }
            assertTrue(recall >= 50 * 0.95, "recall is " + recall / 50);
        });
    }

    @Test
    void aWalkThatFindsNoMatchesEndsWhenItHasComparedEnough() {
        TestSeed.run(seed -> {
            final float[][] vectors =
                    VectorData.CLUSTERED.make(TestSeed.random(seed), COUNT, DIMENSION);
            final RowGraph graph = filled(Metric.EUCLIDEAN, vectors);
            final BitSet asked = new BitSet();
            final OrdinalFilter nobody = new Nobody(asked);
            assertEquals(0, walk(graph, vectors[0], nobody, 100).length);
            assertTrue(asked.cardinality() < 400, asked.cardinality() + " were compared");
            asked.clear();
            assertEquals(0, walk(graph, vectors[0], nobody, Integer.MAX_VALUE).length);
            assertTrue(asked.cardinality() > 1_000, asked.cardinality() + " were compared");
        });
    }

    /** Accepts no ordinal, and notes which ones it was asked about. */
    private record Nobody(BitSet asked) implements OrdinalFilter {
        @Override
        public boolean accepts(int ordinal) {
            asked.set(ordinal);
            return false;
        }

        @Override
        public int cardinality() {
            return COUNT;
        }

        @Override
        public void forEach(IntConsumer action) {}
    }

    @Test
    void theRemovedAreTakenOutAndTheirSlotsUsedAgain() {
        TestSeed.run(seed -> {
            final float[][] vectors =
                    VectorData.CLUSTERED.make(TestSeed.random(seed), COUNT, DIMENSION);
            final RowGraph graph = filled(Metric.COSINE, vectors);
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < COUNT; i++) {
                    graph.put(i, vectors[(i + round) % COUNT]);
                }
            }
            assertEquals(COUNT, graph.table.size());
            final int nodes = graph.graph.size(0);
            assertTrue(nodes <= COUNT * 1.25 + 64, nodes + " nodes for " + COUNT + " vectors");
            final int used = graph.table.view().used();
            assertTrue(used <= COUNT * 1.5 + 128, used + " slots for " + COUNT + " vectors");
        });
    }
}
