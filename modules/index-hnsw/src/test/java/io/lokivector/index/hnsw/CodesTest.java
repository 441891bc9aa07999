package io.lokivector.index.hnsw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.index.BitFilter;
import io.lokivector.tck.index.VectorData;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Indexes large enough to have codes. */
class CodesTest {
    private static final int COUNT = Codes.TRAINED_AT + 1_500;
    private static final int DIMENSION = 64;
    private static final int K = 10;

    @Test
    void everyQuantizationFindsTheNearest() {
        TestSeed.run(seed -> {
            final float[][] vectors =
                    VectorData.CLUSTERED.make(TestSeed.random(seed), COUNT + 50, DIMENSION);
            final HnswIndex exact = filled("none", vectors);
            // Random directions around a centre are the hardest there is for coarse codes.
            final Map<String, Double> least =
                    Map.of("auto", 0.95, "1bit", 0.75, "2bit", 0.9, "4bit", 0.97);
            for (final String quantization : least.keySet()) {
                final HnswIndex index = filled(quantization, vectors);
                assertTrue(index.memoryParts().get("codes") > 0, quantization);
                final BitSet third = new BitSet();
                for (int ordinal = 0; ordinal < COUNT; ordinal += 3) {
                    third.set(ordinal);
                }
                final double all = agreement(index, exact, vectors, OrdinalFilter.all());
                final double some = agreement(index, exact, vectors, new BitFilter(third));
                assertTrue(all >= least.get(quantization), quantization + " found " + all);
                assertTrue(
                        some >= least.get(quantization),
                        quantization + " found " + some + " of a third");
            }
        });
    }

    @Test
    void aReplacedVectorIsFoundWhereItIsNow() {
        TestSeed.run(seed -> {
            final float[][] vectors =
                    VectorData.CLUSTERED.make(TestSeed.random(seed), COUNT, DIMENSION);
            final HnswIndex index = filled("1bit", vectors);
            for (int ordinal = 0; ordinal < COUNT; ordinal += 100) {
                index.put(ordinal, vectors[COUNT - 1 - ordinal]);
            }
            for (int ordinal = 0; ordinal < COUNT; ordinal += 100) {
                final Neighbors found =
                        index.search(
                                vectors[COUNT - 1 - ordinal],
                                new VectorIndex.Search(2, 200, OrdinalFilter.all()));
                assertEquals(0, found.distance(0), 1e-3);
                assertTrue(found.ordinal(0) == ordinal || found.ordinal(1) == ordinal);
            }
        });
    }

    @Test
    void anUnknownQuantizationIsRefusedWithTheKnownOnes() {
        final String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new HnswConfig(16, 200, 64, "3bit"))
                        .getMessage();
        assertEquals("quantization is one of auto, none, 1bit, 2bit, 4bit, not '3bit'", message);
    }

    private static HnswIndex filled(String quantization, float[][] vectors) {
        final HnswIndex index =
                new HnswIndex(
                        new HnswConfig(12, 60, 100, quantization),
                        new VectorSpace(DIMENSION, Metric.EUCLIDEAN),
                        new Random(7));
        for (int ordinal = 0; ordinal < COUNT; ordinal++) {
            index.put(ordinal, vectors[ordinal]);
        }
        return index;
    }

    /** The share of what one index finds that the other finds, too, with an exact filter. */
    private static double agreement(
            HnswIndex index, HnswIndex exact, float[][] vectors, OrdinalFilter filter) {
        int found = 0;
        int wanted = 0;
        for (int query = Math.max(0, vectors.length - 50); query < vectors.length; query++) {
            final Set<Integer> expected = new HashSet<>();
            final Neighbors truth =
                    exact.search(vectors[query], new VectorIndex.Search(K, 1_000, filter));
            for (int rank = 0; rank < truth.size(); rank++) {
                expected.add(truth.ordinal(rank));
            }
            final Neighbors given =
                    index.search(vectors[query], new VectorIndex.Search(K, 100, filter));
            assertEquals(K, given.size());
            for (int rank = 0; rank < K; rank++) {
                wanted++;
                found += expected.contains(given.ordinal(rank)) ? 1 : 0;
            }
        }
        return (double) found / wanted;
    }
}
