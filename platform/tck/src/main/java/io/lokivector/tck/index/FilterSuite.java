package io.lokivector.tck.index;

import static io.lokivector.tck.index.Checks.checkAnswer;
import static io.lokivector.tck.index.Checks.checkSearches;
import static io.lokivector.tck.index.Checks.putAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndex.Search;
import io.lokivector.spi.index.VectorSpace;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding the nearest among those that a filter accepts: never fewer than there are. */
public interface FilterSuite extends IndexUnderTest {
    @Test
    default void withAFilterItFindsTheNearestOfTheAccepted() {
        inWorld(world -> {
            final int count = 5_000;
            final float[][] data = VectorData.CLUSTERED.make(world.random(), count + 50, 48);
            final float[][] vectors = Arrays.copyOf(data, count);
            final float[][] queries = Arrays.copyOfRange(data, count, count + 50);
            try (VectorIndex index = world.index(new VectorSpace(48, Metric.COSINE))) {
                final ExactOracle oracle = new ExactOracle(Metric.COSINE);
                putAll(index, oracle, vectors);
                for (final double share : new double[] {0.9, 0.5, 0.12, 0.03, 0.001}) {
                    final BitSet accepted = new BitSet();
                    for (int i = 0; i < count; i++) {
                        accepted.set(i, world.random().nextDouble() < share);
                    }
                    final OrdinalFilter filter = new BitFilter(accepted);
                    checkSearches(index, oracle, queries, 10, filter, requiredRecall());
                    checkSearches(index, oracle, queries, 1, filter, requiredRecall());
                }
            }
        });
    }

    /** The nearest are in one place, and those that match in another, or in the same. */
    @ParameterizedTest
    @EnumSource
    default void aFilterThatGoesWithTheVectorsFindsTheNearestOfTheAccepted(Correlation how) {
        inWorld(world -> {
            final int count = 5_000;
            final float[][] data = VectorData.CLUSTERED.make(world.random(), count + 40, 32);
            final float[][] vectors = Arrays.copyOf(data, count);
            final float[][] queries = Arrays.copyOfRange(data, count, count + 40);
            try (VectorIndex index = world.index(new VectorSpace(32, Metric.EUCLIDEAN))) {
                final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                putAll(index, oracle, vectors);
                for (final double share : new double[] {0.5, 0.12, 0.03, 0.001}) {
                    final float[] towards = VectorData.UNIFORM.make(world.random(), 1, 32)[0];
                    final ExactOracle measure = new ExactOracle(how.metric);
                    oracle.vectors().forEach(measure::put);
                    final BitSet accepted = new BitSet();
                    measure.nearest(towards, (int) (share * count), OrdinalFilter.all())
                            .forEach(hit -> accepted.set(hit.ordinal()));
                    final OrdinalFilter filter = new BitFilter(accepted);
                    checkSearches(index, oracle, queries, 10, filter, requiredRecall());
                    checkSearches(
                            index, oracle, new float[][] {towards}, 10, filter, requiredRecall());
                }
            }
        });
    }

    /** What vectors that a filter accepts have in common. */
    enum Correlation {
        /** They lie on one side of a plane. */
        HALF_SPACE(Metric.DOT),
        /** They lie around one place. */
        CLUSTER(Metric.EUCLIDEAN);

        private final Metric metric;

        Correlation(Metric metric) {
            this.metric = metric;
        }
    }

    @Test
    default void aFilterOfVectorsFarFromTheQueryIsAnsweredInFull() {
        inWorld(world -> {
            final int count = 5_000;
            final int queries = 20;
            final float[][] vectors = VectorData.CLUSTERED.make(world.random(), count, 24);
            try (VectorIndex index = world.index(new VectorSpace(24, Metric.EUCLIDEAN))) {
                final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                putAll(index, oracle, vectors);
                double recall = 0;
                for (int i = 0; i < queries; i++) {
                    final float[] query = vectors[world.random().nextInt(count)];
                    // The nearer half of all, or more, is not accepted.
                    final List<ExactOracle.Hit> far =
                            oracle.nearest(query, count, OrdinalFilter.all());
                    final BitSet accepted = new BitSet();
                    final int nearest = count / 2 + world.random().nextInt(count / 2);
                    far.subList(nearest, count).forEach(hit -> accepted.set(hit.ordinal()));
                    final OrdinalFilter filter = new BitFilter(accepted);
                    final List<ExactOracle.Hit> truth = oracle.nearest(query, 10, filter);
                    final Neighbors found = index.search(query, new Search(10, 0, filter));
                    checkAnswer(oracle, query, truth.size(), found, filter);
                    recall += oracle.recall(query, truth, found);
                }
                assertTrue(
                        recall >= queries * requiredRecall(), "recall@10 is " + recall / queries);
            }
        });
    }

    @Test
    default void aFilterThatMatchesNothingFindsNothing() {
        inWorld(world -> {
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), 2_600, 8);
            try (VectorIndex index = world.index(new VectorSpace(8, Metric.EUCLIDEAN))) {
                final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                putAll(index, oracle, vectors);
                final BitSet unknown = new BitSet();
                checkSearches(index, oracle, vectors, 3, new BitFilter(unknown), 1);
                unknown.set(10_000, 20_000);
                checkSearches(
                        index, oracle, new float[][] {vectors[0]}, 3, new BitFilter(unknown), 1);
                // It says that it accepts many, but hardly any of them is in the index.
                unknown.set(7);
                checkSearches(
                        index, oracle, new float[][] {vectors[0]}, 3, new BitFilter(unknown), 1);
            }
        });
    }

    @Test
    default void withFewerMatchesThanAskedForItReturnsThemAll() {
        inWorld(world -> {
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), 4_000, 8);
            try (VectorIndex index = world.index(new VectorSpace(8, Metric.DOT))) {
                final ExactOracle oracle = new ExactOracle(Metric.DOT);
                putAll(index, oracle, vectors);
                for (final int matches : new int[] {1, 7, 100, 1_900, 3_999}) {
                    final BitSet accepted = new BitSet();
                    while (accepted.cardinality() < matches) {
                        accepted.set(world.random().nextInt(4_000));
                    }
                    checkSearches(
                            index,
                            oracle,
                            new float[][] {vectors[0]},
                            matches + 5,
                            new BitFilter(accepted),
                            1);
                }
            }
        });
    }
}
