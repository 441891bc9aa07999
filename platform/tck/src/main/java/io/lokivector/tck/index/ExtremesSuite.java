package io.lokivector.tck.index;

import static io.lokivector.tck.index.Checks.checkContent;
import static io.lokivector.tck.index.Checks.checkSearches;
import static io.lokivector.tck.index.Checks.putAll;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorSpace;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors at the borders: ties, zeros, one dimension and thousands, huge and tiny numbers. */
public interface ExtremesSuite extends IndexUnderTest {
    /** Ten dimensions of tiny numbers, or of huge ones whose squares just fit a float. */
    @ParameterizedTest
    @CsvSource({
        "EUCLIDEAN, 1e-18",
        "EUCLIDEAN, 1e18",
        "EUCLIDEAN_SQUARED, 1e-12",
        "EUCLIDEAN_SQUARED, 1e18",
        "COSINE, 1e-18",
        "COSINE, 1e18",
        "DOT, 1e-15",
        "DOT, 1e18"
    })
    default void hugeAndTinyNumbersAreComparedAsWell(Metric metric, float scale) {
        inWorld(world -> {
            final float[][] data = VectorData.CLUSTERED.make(world.random(), 2_640, 10);
            for (final float[] vector : data) {
                for (int i = 0; i < vector.length; i++) {
                    vector[i] *= scale;
                }
            }
            checkFound(world, metric, data, 40);
        });
    }

    @Test
    default void theDirectionsOfHugeAndTinyVectorsAreComparedTogether() {
        inWorld(world -> {
            final float[][] data = VectorData.CLUSTERED.make(world.random(), 2_640, 10);
            for (int i = 0; i < data.length; i++) {
                final float scale = new float[] {1e-18f, 1, 1e18f}[i % 3];
                for (int j = 0; j < data[i].length; j++) {
                    data[i][j] *= scale;
                }
            }
            checkFound(world, Metric.COSINE, data, 40);
        });
    }

    @ParameterizedTest
    @EnumSource
    default void thousandsOfDimensionsAreNoDifferentFromFew(Metric metric) {
        inWorld(world -> {
            final float[][] data = VectorData.CLUSTERED.make(world.random(), 260, 4_096);
            checkFound(world, metric, data, 10);
        });
    }

    @ParameterizedTest
    @EnumSource
    default void oneDimensionIsEnough(Metric metric) {
        inWorld(world -> {
            final float[][] data = VectorData.UNIFORM.make(world.random(), 2_640, 1);
            checkFound(world, metric, data, 40);
        });
    }

    /** Nearly all distances on a lattice are equal to others. */
    @Test
    default void tiesAreAnsweredInFull() {
        inWorld(world -> {
            final float[][] data = new float[2_640][];
            for (int i = 0; i < data.length; i++) {
                data[i] = new float[] {i % 14, i / 14 % 14, i / 196};
            }
            checkFound(world, Metric.EUCLIDEAN, data, 40);
        });
    }

    @ParameterizedTest
    @EnumSource
    default void aThousandEqualVectorsAndAThousandZerosLeaveNoAnswerShort(Metric metric) {
        inWorld(world -> {
            final int dimension = 12;
            final float[][] data = VectorData.UNIFORM.make(world.random(), 3_000, dimension);
            final float[] equal = data[0];
            for (int i = 0; i < 2_000; i++) {
                // Among the others, as they would be when they come one by one.
                data[i + i / 2] = i % 2 == 0 ? equal : new float[dimension];
            }
            final ExactOracle oracle = new ExactOracle(metric);
            try (VectorIndex index = world.index(new VectorSpace(dimension, metric))) {
                putAll(index, oracle, data);
                checkContent(index, oracle, dimension);
                final float[][] queries =
                        Arrays.copyOf(VectorData.UNIFORM.make(world.random(), 30, dimension), 32);
                queries[30] = equal;
                queries[31] = new float[dimension];
                final OrdinalFilter all = OrdinalFilter.all();
                // A graph may lose its way among so many that are equal, but it does not come back
                // short, and it finds the equal ones.
                final double required = requiredRecall() == 1 ? 1 : 0;
                checkSearches(index, oracle, queries, 10, all, required);
                checkSearches(index, oracle, new float[][] {equal}, 10, all, requiredRecall());
                checkSearches(index, oracle, new float[][] {equal, queries[0]}, 3_001, all, 1);
            }
        });
    }

    /** The last of the data are the queries. */
    private void checkFound(World world, Metric metric, float[][] data, int queries) {
        final int dimension = data[0].length;
        final float[][] stored = Arrays.copyOf(data, data.length - queries);
        final ExactOracle oracle = new ExactOracle(metric);
        try (VectorIndex index = world.index(new VectorSpace(dimension, metric))) {
            putAll(index, oracle, stored);
            checkContent(index, oracle, dimension);
            checkSearches(
                    index,
                    oracle,
                    Arrays.copyOfRange(data, data.length - queries, data.length),
                    10,
                    OrdinalFilter.all(),
                    requiredRecall());
        }
    }
}
