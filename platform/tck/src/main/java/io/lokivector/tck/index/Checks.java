package io.lokivector.tck.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndex.Search;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares an index with the oracle. */
final class Checks {
    private Checks() {}

    /** Puts vectors under the ordinals 0, 1, 2 and so on into both. */
    static void putAll(VectorIndex index, ExactOracle oracle, float[][] vectors) {
        for (int ordinal = 0; ordinal < vectors.length; ordinal++) {
            index.put(ordinal, vectors[ordinal]);
            oracle.put(ordinal, vectors[ordinal]);
        }
    }

    /** Every answer is well-formed, and together they reach the recall. */
    static void checkSearches(
            VectorIndex index,
            ExactOracle oracle,
            float[][] queries,
            int k,
            OrdinalFilter filter,
            double requiredRecall) {
        final double mean = recall(index, oracle, queries, new Search(k, 0, filter));
        assertTrue(
                mean >= requiredRecall,
                "recall@" + k + " is " + mean + ", required is " + requiredRecall);
    }

    /** The mean recall of answers, each of which is well-formed. */
    static double recall(VectorIndex index, ExactOracle oracle, float[][] queries, Search search) {
        double recall = 0;
        for (final float[] query : queries) {
            final List<ExactOracle.Hit> truth = oracle.nearest(query, search.k(), search.filter());
            final Neighbors found = index.search(query, search);
            checkAnswer(oracle, query, truth.size(), found, search.filter());
            recall += oracle.recall(query, truth, found);
        }
        return recall / queries.length;
    }

    /** The answer has the right length, order and distances, and only what may be in it. */
    static void checkAnswer(
            ExactOracle oracle,
            float[] query,
            int expectedSize,
            Neighbors found,
            OrdinalFilter filter) {
        assertEquals(expectedSize, found.size(), "neighbours");
        final Set<Integer> seen = new HashSet<>();
        for (int rank = 0; rank < found.size(); rank++) {
            final int ordinal = found.ordinal(rank);
            assertTrue(seen.add(ordinal), () -> "ordinal " + ordinal + " is returned twice");
            assertTrue(filter.accepts(ordinal), () -> "ordinal " + ordinal + " is not accepted");
            final float[] vector = oracle.vectors().get(ordinal);
            assertNotNull(vector, () -> "ordinal " + ordinal + " is not in the index");
            assertEquals(
                    oracle.distance(query, vector),
                    found.distance(rank),
                    oracle.tolerance(query, vector),
                    () -> "distance of ordinal " + ordinal);
            assertTrue(
                    rank == 0 || found.distance(rank - 1) <= found.distance(rank),
                    () -> "ordinal " + ordinal + " is nearer than the one before: " + found);
        }
    }

    /** The index holds exactly the vectors of the oracle. */
    static void checkContent(VectorIndex index, ExactOracle oracle, int dimension) {
        assertEquals(oracle.vectors().size(), index.size(), "size");
        final float[] copy = new float[dimension];
        oracle.vectors()
                .forEach((ordinal, vector) -> {
                    assertTrue(index.copyVector(ordinal, copy), () -> "ordinal " + ordinal);
                    for (int i = 0; i < dimension; i++) {
                        final int component = i;
                        assertEquals(
                                Float.floatToRawIntBits(vector[i]),
                                Float.floatToRawIntBits(copy[i]),
                                () -> "component " + component + " of ordinal " + ordinal);
                    }
                });
    }
}
