package io.lokivector.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.tck.TestSeed;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CodeSpaceTest {
    private static final int COUNT = 400;

    @Test
    void estimatesDifferFromScoresByAConstantAndAnErrorThatShrinksWithTheBits() {
        TestSeed.run(seed -> {
            for (final Metric metric : Metric.values()) {
                for (final int dimension : new int[] {64, 100, 384}) {
                    final double one = error(seed, metric, dimension, 1);
                    final double two = error(seed, metric, dimension, 2);
                    final double four = error(seed, metric, dimension, 4);
                    final String where = metric + " " + dimension;
                    // Of the spread of the scores; about the error that the paper derives.
                    assertTrue(one < 0.9, where + ": " + one);
                    assertTrue(two < 0.65 * one, where + ": " + two + " after " + one);
                    assertTrue(four < 0.5 * two, where + ": " + four + " after " + two);
                }
            }
        });
    }

    @Test
    void aVectorAtTheCentreHasAnEstimateToo() {
        final RowMetric metric = new RowMetric(new VectorSpace(64, Metric.EUCLIDEAN));
        final FloatRows rows = FloatRows.empty(metric.stride()).grown(1);
        final CodeSpace space = new CodeSpace(metric, 4, new float[64]);
        final CodeSpace.Encoder encoder = space.encoder();
        final CodeRows codes = CodeRows.empty(space).grown(1);
        codes.write(encoder, rows, 0);
        final float[] estimates = new float[1];
        codes.estimate(encoder.query(new float[64]), new int[] {0}, 1, estimates);
        assertEquals(0, estimates[0]);
    }

    /** The standard deviation of estimate less score, in standard deviations of the score. */
    private static double error(long seed, Metric kind, int dimension, int bits) {
        final RandomGenerator random = TestSeed.random(seed);
        final RowMetric metric = new RowMetric(new VectorSpace(dimension, kind));
        final FloatRows rows = FloatRows.empty(metric.stride()).grown(COUNT);
        final float[] vector = new float[dimension];
        for (int row = 0; row < COUNT; row++) {
            fill(random, vector);
            metric.write(vector, rows.page(row), rows.offset(row));
        }
        final CodeSpace space = new CodeTraining(metric, rows, COUNT).space(bits);
        final CodeSpace.Encoder encoder = space.encoder();
        final CodeRows codes = CodeRows.empty(space).grown(COUNT);
        final int[] numbers = new int[COUNT];
        for (int row = 0; row < COUNT; row++) {
            codes.write(encoder, rows, row);
            numbers[row] = row;
        }
        fill(random, vector);
        final float[] query = metric.query(vector);
        final float[] estimates = new float[COUNT];
        codes.estimate(encoder.query(query), numbers, COUNT, estimates);
        final double[] scores = new double[COUNT];
        final double[] differences = new double[COUNT];
        for (int row = 0; row < COUNT; row++) {
            scores[row] = metric.score(query, rows.page(row), rows.offset(row));
            differences[row] = estimates[row] - scores[row];
        }
        return deviation(differences) / deviation(scores);
    }

    private static void fill(RandomGenerator random, float[] vector) {
        for (int i = 0; i < vector.length; i++) {
            // Components of different weight and mean, as real ones are.
            vector[i] = (float) (random.nextGaussian() * (1 + i % 5) + i % 3);
        }
    }

    private static double deviation(double[] values) {
        double sum = 0;
        double square = 0;
        for (final double value : values) {
            sum += value;
            square += value * value;
        }
        final double mean = sum / values.length;
        return Math.sqrt(Math.max(0, square / values.length - mean * mean));
    }
}
