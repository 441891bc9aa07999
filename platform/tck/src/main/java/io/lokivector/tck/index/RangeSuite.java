package io.lokivector.tck.index;

import static io.lokivector.tck.index.Checks.checkAnswer;
import static io.lokivector.tck.index.Checks.putAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.RangeSearch;
import io.lokivector.spi.index.RangeSearch.Range;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorSpace;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything within a distance; of an index that offers it. */
public interface RangeSuite extends IndexUnderTest {
    @ParameterizedTest
    @EnumSource
    default void everythingWithinADistanceIsFound(Metric metric) {
        inWorld(world -> {
            final int dimension = 21;
            final float[][] data = VectorData.CLUSTERED.make(world.random(), 3_030, dimension);
            final BitSet half = new BitSet();
            for (int i = 0; i < 3_000; i++) {
                half.set(i, world.random().nextBoolean());
            }
            try (VectorIndex index = world.index(new VectorSpace(dimension, metric))) {
                assumeTrue(index instanceof RangeSearch, "the index has no ranges");
                final ExactOracle oracle = new ExactOracle(metric);
                putAll(index, oracle, Arrays.copyOf(data, 3_000));
                for (final OrdinalFilter filter :
                        List.of(OrdinalFilter.all(), new BitFilter(half))) {
                    double recall = 0;
                    for (int i = 3_000; i < data.length; i++) {
                        recall += recall(index, oracle, data[i], 1 + 13 * (i - 3_000), filter);
                    }
                    assertTrue(recall >= 30 * requiredRecall(), "recall is " + recall / 30);
                }
            }
        });
    }

    /** With a border between the neighbours of two ranks. */
    private static double recall(
            VectorIndex index, ExactOracle oracle, float[] query, int count, OrdinalFilter filter) {
        final List<ExactOracle.Hit> truth = oracle.nearest(query, count + 1, filter);
        final List<ExactOracle.Hit> within = truth.subList(0, count);
        final double border = (within.get(count - 1).distance() + truth.get(count).distance()) / 2;
        final Neighbors found =
                ((RangeSearch) index)
                        .search(query, new Range((float) border, 3_000, count, filter));
        checkAnswer(oracle, query, found.size(), found, filter);
        assertTrue(
                found.size() == 0 || found.distance(found.size() - 1) <= (float) border,
                () -> found + " goes beyond " + border);
        return oracle.recall(query, within, found);
    }

    @Test
    default void aRangeHasAsManyAsItMayAndNoneIfNothingIsNear() {
        inWorld(world -> {
            final float[][] vectors = new float[500][];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = new float[] {i, 0};
            }
            final OrdinalFilter all = OrdinalFilter.all();
            final float[] zero = new float[2];
            try (VectorIndex index = world.index(new VectorSpace(2, Metric.EUCLIDEAN))) {
                assumeTrue(index instanceof RangeSearch, "the index has no ranges");
                final RangeSearch ranges = (RangeSearch) index;
                assertEquals(0, ranges.search(zero, new Range(9, 9, 0, all)).size());
                putAll(index, new ExactOracle(Metric.EUCLIDEAN), vectors);
                assertEquals(8, ranges.search(zero, new Range(7, 100, 500, all)).size());
                assertEquals(5, ranges.search(zero, new Range(7, 5, 500, all)).size());
                assertEquals(1, ranges.search(zero, new Range(0, 5, 500, all)).size());
                assertEquals(0, ranges.search(zero, new Range(-1, 5, 500, all)).size());
                final float infinite = Float.POSITIVE_INFINITY;
                assertEquals(500, ranges.search(zero, new Range(infinite, 900, 500, all)).size());
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ranges.search(new float[3], new Range(1, 1, 0, all)));
            }
        });
    }
}
