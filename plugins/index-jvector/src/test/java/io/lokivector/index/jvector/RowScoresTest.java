package io.lokivector.index.jvector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.tck.TestSeed;
import io.lokivector.vectors.Readers;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowScoresTest {
    private static final int DIMENSION = 8;
    private static final float ALPHA_MAX = 2;

    @ParameterizedTest
    @EnumSource
    void areNeverNegativeAndOrderLikeDistancesAtEveryScale(Metric metric) {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final RowMetric rows = new RowMetric(new VectorSpace(DIMENSION, metric));
            for (final float scale : new float[] {1e-12f, 1e-3f, 1, 1e3f, 1e12f}) {
                final float[] query = vector(random, scale);
                final float[] pages = new float[2 * rows.stride()];
                for (int i = 0; i < 500; i++) {
                    rows.write(vector(random, scale), pages, 0);
                    rows.write(i % 10 == 0 ? query : vector(random, scale), pages, rows.stride());
                    assertOrder(rows, rows.query(query), pages);
                }
            }
        });
    }

    private static void assertOrder(RowMetric rows, float[] query, float[] pages) {
        final RowScores scores =
                new RowScores(
                        rows,
                        new VectorTable<>(
                                rows,
                                new Readers<>(() -> {
                                    throw new IllegalStateException("nobody reads");
                                })));
        final float first = rows.score(query, pages, 0);
        final float second = rows.score(query, pages, rows.stride());
        final float a = scores.similarity(first);
        final float b = scores.similarity(second);
        assertTrue(a >= 0 && b >= 0, a + " and " + b);
        assertTrue(Float.isFinite(ALPHA_MAX * a) && Float.isFinite(ALPHA_MAX * b), a + " " + b);
        // What is farther never scores higher; far less than a digit apart may be the same.
        assertTrue(
                first < second ? a >= b : a <= b, first + " " + second + " scored " + a + " " + b);
        if (Math.abs(first - second) > 1e-3f * Math.max(Math.abs(first), Math.abs(second))
                && (rows.space().metric() != Metric.COSINE || Math.abs(first - second) > 1e-5f)) {
            assertTrue(a != b, first + " and " + second + " both score " + a);
        }
    }

    private static float[] vector(RandomGenerator random, float scale) {
        final float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian() * scale;
        }
        return vector;
    }
}
