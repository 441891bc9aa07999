package io.lokivector.tck.index;

import static io.lokivector.tck.index.Checks.checkAnswer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding the nearest, without filters. */
public interface SearchSuite extends IndexUnderTest {
    @ParameterizedTest
    @CsvSource({
        "1, UNIFORM, EUCLIDEAN",
        "1, UNIFORM, DOT",
        "3, UNIFORM, EUCLIDEAN",
        "3, CLUSTERED, COSINE",
        "17, UNIFORM, EUCLIDEAN",
        "17, UNIFORM, EUCLIDEAN_SQUARED",
        "17, UNIFORM, COSINE",
        "17, UNIFORM, DOT",
        "17, CLUSTERED, EUCLIDEAN",
        "17, CLUSTERED, COSINE",
        "17, CLUSTERED, DOT",
        "100, CLUSTERED, EUCLIDEAN",
        "100, CLUSTERED, EUCLIDEAN_SQUARED",
        "100, CLUSTERED, COSINE",
        "100, CLUSTERED, DOT",
        "384, CLUSTERED, EUCLIDEAN",
        "384, CLUSTERED, COSINE"
    })
    default void findsTheNearestWithTheirDistances(int dimension, VectorData data, Metric metric) {
        inWorld(world -> {
            final float[][] vectors = data.make(world.random(), 3_050, dimension);
            final float[][] stored = Arrays.copyOf(vectors, 3_000);
            final float[][] queries = Arrays.copyOfRange(vectors, 3_000, 3_050);
            final ExactOracle oracle = new ExactOracle(metric);
            try (VectorIndex index = world.index(new VectorSpace(dimension, metric))) {
                putAll(index, oracle, stored);
                checkSearches(index, oracle, queries, 10, OrdinalFilter.all(), requiredRecall());
            }
        });
    }

    @Test
    default void evenWithoutAnyStructureInTheDataEffortFindsTheNearest() {
        inWorld(world -> {
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), 3_050, 100);
            final float[][] queries = Arrays.copyOfRange(vectors, 3_000, 3_050);
            final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
            final VectorSpace space = new VectorSpace(100, Metric.EUCLIDEAN);
            try (VectorIndex index = world.index(space)) {
                putAll(index, oracle, Arrays.copyOf(vectors, 3_000));
                final OrdinalFilter all = OrdinalFilter.all();
                double recall = 0;
                for (final float[] query : queries) {
                    final Neighbors found = index.search(query, new Search(10, 500, all));
                    checkAnswer(oracle, query, 10, found, all);
                    recall += oracle.recall(query, oracle.nearest(query, 10, all), found);
                }
                assertTrue(
                        recall >= queries.length * requiredRecall(),
                        "recall@10 is " + recall / queries.length);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    default void aStoredVectorIsItsOwnNearest(Metric metric) {
        inWorld(world -> {
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), 500, 24);
            try (VectorIndex index = world.index(new VectorSpace(24, metric))) {
                final ExactOracle oracle = new ExactOracle(metric);
                putAll(index, oracle, vectors);
                double recall = 0;
                for (int i = 0; i < 100; i++) {
                    final var truth = oracle.nearest(vectors[i], 1, OrdinalFilter.all());
                    final Neighbors found = index.search(vectors[i], Search.nearest(1));
                    checkAnswer(oracle, vectors[i], 1, found, OrdinalFilter.all());
                    recall += oracle.recall(vectors[i], truth, found);
                }
                assertTrue(recall >= 100 * requiredRecall(), "recall " + recall + " %");
            }
        });
    }

    @Test
    default void givesVectorsBackExactlyAsTheyWerePut() {
        inWorld(world -> {
            for (final Metric metric : Metric.values()) {
                try (VectorIndex index = world.index(new VectorSpace(5, metric))) {
                    final ExactOracle oracle = new ExactOracle(metric);
                    oracle.put(0, new float[] {1, -2, 3.14159f, 1e-20f, 12_345.678f});
                    oracle.put(1, new float[] {0f, -0f, Float.MIN_VALUE, 0, 0});
                    oracle.put(2, new float[] {1e18f, -1e18f, 1, 2, 3});
                    oracle.put(3, new float[5]);
                    oracle.vectors().forEach(index::put);
                    checkContent(index, oracle, 5);
                    final float[] untouched = {9, 9, 9, 9, 9};
                    assertFalse(index.copyVector(4, untouched));
                    assertEquals(9, untouched[0]);
                }
            }
        });
    }

    @Test
    default void copiesTheVectorItIsGiven() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(2, Metric.EUCLIDEAN))) {
                final float[] mine = {1, 2};
                index.put(0, mine);
                mine[0] = 100;
                final float[] copy = new float[2];
                assertTrue(index.copyVector(0, copy));
                assertEquals(1, copy[0]);
                copy[0] = 50;
                final Neighbors found = index.search(new float[] {1, 2}, Search.nearest(1));
                assertEquals(0, found.distance(0));
            }
        });
    }

    @Test
    default void anEmptyIndexFindsNothing() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(3, Metric.COSINE))) {
                assertEquals(0, index.size());
                assertEquals(0, index.search(new float[3], Search.nearest(5)).size());
                assertFalse(index.remove(0));
                assertFalse(index.copyVector(0, new float[3]));
            }
        });
    }

    @Test
    default void askedForMoreThanThereIsItReturnsAll() {
        inWorld(world -> {
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), 2_600, 8);
            try (VectorIndex index = world.index(new VectorSpace(8, Metric.EUCLIDEAN))) {
                final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                putAll(index, oracle, vectors);
                final OrdinalFilter all = OrdinalFilter.all();
                checkSearches(index, oracle, new float[][] {vectors[0]}, 5_000, all, 1);
                checkSearches(
                        index, oracle, new float[][] {vectors[0]}, 2_599, all, requiredRecall());
            }
        });
    }

    @Test
    default void moreEffortFindsNoLess() {
        inWorld(world -> {
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), 2_600, 32);
            try (VectorIndex index = world.index(new VectorSpace(32, Metric.EUCLIDEAN))) {
                final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                putAll(index, oracle, vectors);
                double least = 0;
                double most = 0;
                for (int i = 0; i < 50; i++) {
                    final float[] query = VectorData.UNIFORM.make(world.random(), 1, 32)[0];
                    final var truth = oracle.nearest(query, 10, OrdinalFilter.all());
                    final OrdinalFilter all = OrdinalFilter.all();
                    final Neighbors little = index.search(query, new Search(10, 1, all));
                    final Neighbors much = index.search(query, new Search(10, 1_000, all));
                    checkAnswer(oracle, query, 10, little, all);
                    checkAnswer(oracle, query, 10, much, all);
                    least += oracle.recall(query, truth, little);
                    most += oracle.recall(query, truth, much);
                }
                assertTrue(most >= least, most + " with effort, " + least + " without");
                assertTrue(most >= 50 * requiredRecall(), "recall " + 2 * most + " %");
            }
        });
    }

    @Test
    default void aQueryThatIsNoVectorOfTheSpaceIsRefused() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(3, Metric.EUCLIDEAN))) {
                index.put(0, new float[] {1, 2, 3});
                for (final float[] query :
                        new float[][] {
                            {1, 2},
                            {1, 2, 3, 4},
                            {1, Float.NaN, 3},
                            {1, 2, Float.POSITIVE_INFINITY}
                        }) {
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> index.search(query, Search.nearest(1)));
                }
            }
        });
    }

    @Test
    default void manyCopiesOfOneVectorAreAllFound() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(4, Metric.EUCLIDEAN))) {
                final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                final float[][] same = new float[2_600][];
                Arrays.fill(same, new float[] {1, 2, 3, 4});
                putAll(index, oracle, same);
                index.put(2_600, new float[] {9, 9, 9, 9});
                oracle.put(2_600, new float[] {9, 9, 9, 9});
                checkSearches(
                        index,
                        oracle,
                        new float[][] {{1, 2, 3, 4}, {0, 0, 0, 0}},
                        50,
                        OrdinalFilter.all(),
                        1);
                checkSearches(
                        index, oracle, new float[][] {{1, 2, 3, 4}}, 3_000, OrdinalFilter.all(), 1);
            }
        });
    }

    @Test
    default void aZeroVectorIsAtCosineDistanceOneFromEverything() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(3, Metric.COSINE))) {
                index.put(0, new float[] {0, 0, 0});
                index.put(1, new float[] {1, 0, 0});
                index.put(2, new float[] {-1, 0, 0});
                final Neighbors found = index.search(new float[] {5, 0, 0}, Search.nearest(3));
                assertEquals(1, found.ordinal(0));
                assertEquals(0, found.distance(0), 1e-6);
                assertEquals(0, found.ordinal(1));
                assertEquals(1, found.distance(1), 1e-6);
                assertEquals(2, found.ordinal(2));
                assertEquals(2, found.distance(2), 1e-6);
                final Neighbors fromZero = index.search(new float[3], Search.nearest(3));
                for (int rank = 0; rank < 3; rank++) {
                    assertEquals(1, fromZero.distance(rank), 1e-6);
                }
            }
        });
    }
}
