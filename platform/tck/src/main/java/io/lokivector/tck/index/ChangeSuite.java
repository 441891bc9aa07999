package io.lokivector.tck.index;

import static io.lokivector.tck.index.Checks.checkContent;
import static io.lokivector.tck.index.Checks.checkSearches;
import static io.lokivector.tck.index.Checks.putAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndex.Search;
import io.lokivector.spi.index.VectorSpace;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Putting, replacing and removing. */
public interface ChangeSuite extends IndexUnderTest {
    @Test
    default void putReplacesTheVectorOfAnOrdinal() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(2, Metric.EUCLIDEAN))) {
                index.put(0, new float[] {0, 0});
                index.put(1, new float[] {10, 0});
                index.put(0, new float[] {20, 0});
                assertEquals(2, index.size());
                final Neighbors found = index.search(new float[] {0, 0}, Search.nearest(10));
                assertEquals(2, found.size());
                assertEquals(1, found.ordinal(0));
                assertEquals(20, found.distance(1), 1e-4);
            }
        });
    }

    @Test
    default void aRemovedOrdinalIsNeverReturned() {
        inWorld(world -> {
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), 3_000, 16);
            try (VectorIndex index = world.index(new VectorSpace(16, Metric.COSINE))) {
                final ExactOracle oracle = new ExactOracle(Metric.COSINE);
                putAll(index, oracle, vectors);
                for (int i = 0; i < 2_990; i++) {
                    final int ordinal = i * 7 % 3_000;
                    assertTrue(index.remove(ordinal));
                    oracle.remove(ordinal);
                    assertFalse(index.remove(ordinal), "removed twice");
                    final Neighbors found = index.search(vectors[ordinal], Search.nearest(3));
                    for (int rank = 0; rank < found.size(); rank++) {
                        assertTrue(
                                oracle.vectors().containsKey(found.ordinal(rank)),
                                "an ordinal that was removed is found");
                    }
                }
                final OrdinalFilter all = OrdinalFilter.all();
                checkContent(index, oracle, 16);
                checkSearches(index, oracle, vectors, 20, all, 1);
            }
        });
    }

    @Test
    default void emptiedItCanBeFilledAgain() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(8, Metric.EUCLIDEAN))) {
                for (int round = 0; round < 4; round++) {
                    final float[][] vectors = VectorData.UNIFORM.make(world.random(), 400, 8);
                    final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                    putAll(index, oracle, vectors);
                    checkSearches(index, oracle, vectors, 5, OrdinalFilter.all(), requiredRecall());
                    for (int ordinal = 0; ordinal < 400; ordinal++) {
                        assertTrue(index.remove(ordinal));
                    }
                    assertEquals(0, index.size());
                    assertEquals(0, index.search(vectors[0], Search.nearest(5)).size());
                }
            }
        });
    }

    @Test
    default void churnKeepsContentRecallAndMemory() {
        inWorld(world -> {
            final int dimension = 32;
            final RandomGenerator random = world.random();
            final float[][] vectors = VectorData.CLUSTERED.make(random, 3_050, dimension);
            final float[][] queries = Arrays.copyOfRange(vectors, 3_000, 3_050);
            final VectorSpace space = new VectorSpace(dimension, Metric.EUCLIDEAN);
            try (VectorIndex index = world.index(space)) {
                final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                putAll(index, oracle, Arrays.copyOf(vectors, 3_000));
                final long memoryBytes = index.memoryBytes();
                for (int i = 0; i < 8_000; i++) {
                    final int ordinal = random.nextInt(3_000);
                    if (random.nextInt(3) == 0) {
                        assertEquals(oracle.vectors().containsKey(ordinal), index.remove(ordinal));
                        oracle.remove(ordinal);
                    } else {
                        final float[] vector = vectors[random.nextInt(3_000)];
                        index.put(ordinal, vector);
                        oracle.put(ordinal, vector);
                    }
                }
                checkContent(index, oracle, dimension);
                checkSearches(index, oracle, queries, 10, OrdinalFilter.all(), requiredRecall());
                final BitSet few = new BitSet();
                for (int i = 0; i < 3_000; i += 2) {
                    few.set(i);
                }
                checkSearches(index, oracle, queries, 10, new BitFilter(few), requiredRecall());
                assertTrue(
                        index.memoryBytes() <= 3 * memoryBytes,
                        "memory grew from "
                                + memoryBytes
                                + " to "
                                + index.memoryBytes()
                                + " bytes without holding more vectors");
            }
        });
    }

    @Test
    default void whatIsNoVectorOfTheSpaceIsRefusedAndChangesNothing() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(3, Metric.COSINE))) {
                final ExactOracle oracle = new ExactOracle(Metric.COSINE);
                putAll(index, oracle, new float[][] {{1, 2, 3}, {4, 5, 6}});
                for (final float[] vector :
                        new float[][] {
                            {},
                            {1, 2},
                            {1, 2, 3, 4},
                            {Float.NaN, 2, 3},
                            {1, 2, Float.NEGATIVE_INFINITY}
                        }) {
                    assertThrows(IllegalArgumentException.class, () -> index.put(0, vector));
                    assertThrows(IllegalArgumentException.class, () -> index.put(2, vector));
                }
                checkContent(index, oracle, 3);
                checkSearches(index, oracle, new float[][] {{1, 2, 3}}, 5, OrdinalFilter.all(), 1);
            }
        });
    }

    @Test
    default void ordinalsFarApartCostLittleMemory() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(4, Metric.EUCLIDEAN))) {
                final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                for (final int ordinal :
                        new int[] {0, 1_000_000, 7, 50_000_000, Integer.MAX_VALUE}) {
                    final float[] vector = {ordinal % 97, 1, 2, 3};
                    index.put(ordinal, vector);
                    oracle.put(ordinal, vector);
                }
                checkContent(index, oracle, 4);
                checkSearches(
                        index, oracle, new float[][] {{5, 1, 2, 3}}, 10, OrdinalFilter.all(), 1);
                assertTrue(index.remove(50_000_000));
                assertFalse(index.remove(50_000_001));
                assertTrue(
                        index.memoryBytes() <= 64 << 20,
                        index.memoryBytes() + " bytes for four vectors");
            }
        });
    }

    @Test
    default void memoryIsAccountedForRoughly() {
        inWorld(world -> {
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), 2_000, 64);
            try (VectorIndex index = world.index(new VectorSpace(64, Metric.EUCLIDEAN))) {
                putAll(index, new ExactOracle(Metric.EUCLIDEAN), vectors);
                final long floats = 4L * 64 * 2_000;
                final long bytes = index.memoryBytes();
                assertTrue(bytes >= floats, bytes + " bytes for " + floats + " of floats");
                assertTrue(
                        bytes <= 10 * floats + (8 << 20),
                        bytes + " bytes for " + floats + " of floats");
            }
        });
    }

    @Test
    default void closingTwiceIsHarmless() {
        inWorld(world -> {
            final VectorIndex index = world.index(new VectorSpace(2, Metric.DOT));
            index.put(0, new float[] {1, 2});
            index.close();
            index.close();
        });
    }
}
