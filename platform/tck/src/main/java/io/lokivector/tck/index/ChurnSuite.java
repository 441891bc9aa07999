package io.lokivector.tck.index;

import static io.lokivector.tck.index.Checks.checkContent;
import static io.lokivector.tck.index.Checks.putAll;
import static io.lokivector.tck.index.Checks.recall;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndex.Search;
import io.lokivector.spi.index.VectorSpace;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** An index in which everything has changed, several times, is as good as a fresh one. */
public interface ChurnSuite extends IndexUnderTest {
    /** By how much the recall of a changed index may be below that of a fresh one. */
    double RECALL_LOST_MAX = 0.01;

    @Test
    default void deletingAndPuttingEverythingAgainFiveTimesFindsAsMuchAsAFreshIndex() {
        inWorld(world -> {
            final int count = 3_000;
            final float[][] data = VectorData.CLUSTERED.make(world.random(), count + 200, 24);
            final float[][] vectors = Arrays.copyOf(data, count);
            final float[][] queries = Arrays.copyOfRange(data, count, count + 200);
            final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
            final VectorSpace space = new VectorSpace(24, Metric.EUCLIDEAN);
            try (VectorIndex index = world.index(space);
                    VectorIndex fresh = world.index(space)) {
                putAll(index, oracle, vectors);
                putAll(fresh, oracle, vectors);
                long memoryBytes = 0;
                for (int round = 1; round <= 5; round++) {
                    deleteAndPutAll(index, vectors, world.random());
                    memoryBytes = round == 2 ? index.memoryBytes() : memoryBytes;
                }
                checkContent(index, oracle, 24);
                checkAsGood(index, fresh, oracle, queries);
                assertTrue(
                        index.memoryBytes() <= 1.2 * memoryBytes,
                        index.memoryBytes()
                                + " bytes after five rounds, "
                                + memoryBytes
                                + " after two");
            }
        });
    }

    /** In a random order, a tenth at a time. */
    private static void deleteAndPutAll(
            VectorIndex index, float[][] vectors, RandomGenerator random) {
        final int[] order = shuffled(vectors.length, random);
        final int tenth = vectors.length / 10;
        for (int from = 0; from < order.length; from += tenth) {
            final int[] some = Arrays.copyOfRange(order, from, from + tenth);
            for (final int ordinal : some) {
                assertTrue(index.remove(ordinal), "ordinal " + ordinal);
            }
            for (final int ordinal : some) {
                index.put(ordinal, vectors[ordinal]);
            }
        }
    }

    private static int[] shuffled(int count, RandomGenerator random) {
        final int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            final int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    @Test
    default void replacingEveryVectorInPlaceFindsAsMuchAsAFreshIndex() {
        inWorld(world -> {
            final int count = 3_000;
            final float[][] data = VectorData.CLUSTERED.make(world.random(), 2 * count + 200, 24);
            final float[][] queries = Arrays.copyOfRange(data, 2 * count, data.length);
            final float[][] vectors = Arrays.copyOfRange(data, count, 2 * count);
            final ExactOracle oracle = new ExactOracle(Metric.COSINE);
            final VectorSpace space = new VectorSpace(24, Metric.COSINE);
            try (VectorIndex index = world.index(space);
                    VectorIndex fresh = world.index(space)) {
                putAll(index, oracle, data);
                for (int ordinal = 2 * count; ordinal < data.length; ordinal++) {
                    assertTrue(index.remove(ordinal));
                    oracle.remove(ordinal);
                }
                for (final int ordinal : shuffled(count, world.random())) {
                    index.put(ordinal, vectors[ordinal]);
                    index.remove(count + ordinal);
                    oracle.remove(count + ordinal);
                }
                putAll(fresh, oracle, vectors);
                checkContent(index, oracle, 24);
                checkAsGood(index, fresh, oracle, queries);
            }
        });
    }

    private static void checkAsGood(
            VectorIndex index, VectorIndex fresh, ExactOracle oracle, float[][] queries) {
        final Search search = new Search(10, 50, OrdinalFilter.all());
        final double ofFresh = recall(fresh, oracle, queries, search);
        final double ofChanged = recall(index, oracle, queries, search);
        assertTrue(
                ofChanged >= ofFresh - RECALL_LOST_MAX,
                "recall@10 is " + ofChanged + "; of a fresh index it is " + ofFresh);
    }
}
