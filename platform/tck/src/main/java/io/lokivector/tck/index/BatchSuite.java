package io.lokivector.tck.index;

import static io.lokivector.tck.index.Checks.checkAnswer;
import static io.lokivector.tck.index.Checks.putAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lokivector.spi.index.BatchSearch;
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

/** Several queries together; of an index that offers it. */
public interface BatchSuite extends IndexUnderTest {
    @ParameterizedTest
    @EnumSource
    default void severalQueriesTogetherFindWhatEachFinds(Metric metric) {
        inWorld(world -> {
            final int dimension = 37;
            final float[][] data = VectorData.CLUSTERED.make(world.random(), 3_100, dimension);
            try (VectorIndex index = world.index(new VectorSpace(dimension, metric))) {
                assumeTrue(index instanceof BatchSearch, "the index has no batches");
                final ExactOracle oracle = new ExactOracle(metric);
                putAll(index, oracle, Arrays.copyOf(data, 3_000));
                final BitSet few = new BitSet();
                final BitSet many = new BitSet();
                for (int i = 0; i < 3_000; i++) {
                    few.set(i, world.random().nextInt(20) == 0);
                    many.set(i, world.random().nextInt(3) > 0);
                }
                for (final OrdinalFilter filter :
                        List.of(OrdinalFilter.all(), new BitFilter(many), new BitFilter(few))) {
                    for (final int count : new int[] {1, 2, 7, 100}) {
                        check(
                                index,
                                oracle,
                                Arrays.asList(Arrays.copyOfRange(data, 3_000, 3_000 + count)),
                                new Search(10, 0, filter));
                    }
                }
            }
        });
    }

    private void check(
            VectorIndex index, ExactOracle oracle, List<float[]> queries, Search search) {
        final List<Neighbors> answers = ((BatchSearch) index).search(queries, search);
        assertEquals(queries.size(), answers.size());
        double recall = 0;
        for (int i = 0; i < queries.size(); i++) {
            final float[] query = queries.get(i);
            final List<ExactOracle.Hit> truth = oracle.nearest(query, search.k(), search.filter());
            checkAnswer(oracle, query, truth.size(), answers.get(i), search.filter());
            recall += oracle.recall(query, truth, answers.get(i));
        }
        assertTrue(
                recall >= queries.size() * requiredRecall() || queries.size() < 50,
                "recall@10 is " + recall / queries.size());
    }

    @Test
    default void noQueriesHaveNoAnswersAndABadOneIsRefused() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(2, Metric.EUCLIDEAN))) {
                assumeTrue(index instanceof BatchSearch, "the index has no batches");
                final BatchSearch batch = (BatchSearch) index;
                final float[] good = {1, 2};
                assertEquals(0, batch.search(List.of(good), Search.nearest(3)).get(0).size());
                index.put(0, good);
                assertEquals(List.of(), batch.search(List.of(), Search.nearest(3)));
                assertEquals(1, batch.search(List.of(good, good), Search.nearest(3)).get(1).size());
                assertThrows(
                        IllegalArgumentException.class,
                        () -> batch.search(List.of(good, new float[3]), Search.nearest(3)));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> batch.search(List.of(new float[] {Float.NaN, 0}), Search.nearest(3)));
            }
        });
    }
}
