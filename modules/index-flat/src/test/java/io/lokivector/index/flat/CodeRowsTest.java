package io.lokivector.index.flat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.index.VectorData;
import io.lokivector.vectors.RowMetric;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CodeRowsTest {
    /** The rows of a space, with their scores for one query. */
    private static final class Rows {
        final int count;
        final float[] query;
        final float[] scores;
        final CodeRows codes;
        final int[] slots;

        Rows(Metric metric, float[][] vectors, float[] asked) {
            final RowMetric rows = new RowMetric(new VectorSpace(asked.length, metric));
            count = vectors.length;
            query = rows.query(asked);
            scores = new float[count];
            codes = new CodeRows(rows);
            slots = new int[count];
            final float[][] pages = new float[4][rows.stride()];
            final float[] four = new float[4];
            for (int slot = 0; slot < count; slot++) {
                codes.write(slot, vectors[slot], 0);
                rows.write(vectors[slot], pages[0], 0);
                pages[1] = pages[0];
                pages[2] = pages[0];
                pages[3] = pages[0];
                rows.scoreFour(query, pages, new int[4], four);
                scores[slot] = four[0];
                slots[slot] = slot;
            }
        }

        int[] kept(float scoreMax) {
            final int[] kept = new int[count];
            return Arrays.copyOf(kept, codes.pass(query).keep(slots, count, scoreMax, kept));
        }

        /** For each row as the worst of the nearest, no better one, nor itself, is ruled out. */
        void checkNoneIsLost() {
            final float[] sorted = scores.clone();
            Arrays.sort(sorted);
            for (int rank = 0; rank < count; rank += 1 + rank / 4) {
                final float scoreMax = sorted[rank];
                final int[] kept = kept(scoreMax);
                for (int slot = 0; slot < count; slot++) {
                    assertTrue(
                            !(scores[slot] <= scoreMax) || Arrays.binarySearch(kept, slot) >= 0,
                            "score " + scores[slot] + " is ruled out by " + scoreMax);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 300", "3, 300", "8, 300", "33, 300", "384, 300", "5000, 40"})
    void noRowOfTheAnswerIsEverRuledOut(int dimension, int count) {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            for (final Metric metric : Metric.values()) {
                for (final UnaryOperator<float[]> shape : shapes(random)) {
                    final float[][] vectors =
                            VectorData.CLUSTERED.make(random, count + 2, dimension);
                    vectors[3] = new float[dimension];
                    for (int i = 0; i < vectors.length; i++) {
                        vectors[i] = shape.apply(vectors[i]);
                    }
                    for (final float[] query :
                            new float[][] {
                                vectors[count], vectors[count + 1], vectors[0], vectors[3]
                            }) {
                        new Rows(metric, Arrays.copyOf(vectors, count), query).checkNoneIsLost();
                    }
                }
            }
        });
    }

    /** Ways to make quantisation coarse, and single precision wrong. */
    private static Iterable<UnaryOperator<float[]>> shapes(RandomGenerator random) {
        return List.of(
                vector -> vector,
                // Far from the origin, so that most of each product is alike.
                vector -> each(vector, component -> 1_000 + component),
                // Nearly equal.
                vector -> each(vector, component -> 1 + component * 1e-6f),
                // One component that makes the steps coarse for all others.
                vector -> {
                    final float[] spiked = vector.clone();
                    spiked[random.nextInt(spiked.length)] = 1e4f;
                    return spiked;
                },
                vector -> each(vector, component -> component * 1e-14f),
                vector -> each(vector, component -> component * 1e-18f),
                vector -> each(vector, component -> component * 1e14f),
                vector -> each(vector, component -> component * 1e18f),
                // Of all sizes.
                vector -> {
                    final float factor = (float) Math.pow(10, random.nextInt(-20, 19));
                    return each(vector, component -> component * factor);
                },
                vector -> each(vector, component -> Math.round(component)));
    }

    private interface Change {
        float of(float component);
    }

    private static float[] each(float[] vector, Change change) {
        final float[] changed = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            changed[i] = change.of(vector[i]);
        }
        return changed;
    }

    @ParameterizedTest
    @EnumSource
    void ofOrdinaryVectorsFewAreLeftToCompare(Metric metric) {
        final RandomGenerator random = TestSeed.random(11);
        final float[][] data = VectorData.CLUSTERED.make(random, 3_001, 256);
        final Rows rows = new Rows(metric, Arrays.copyOf(data, 3_000), data[3_000]);
        final float[] sorted = rows.scores.clone();
        Arrays.sort(sorted);
        final int kept = rows.kept(sorted[9]).length;
        assertTrue(kept >= 10 && kept <= 60, kept + " kept for ten");
    }

    @Test
    void aRowIsOverwrittenAndItsMemoryCounted() {
        final Rows rows = new Rows(Metric.DOT, new float[][] {{1, 2}, {3, 4}}, new float[] {1, 1});
        assertEquals(1, rows.kept(-6.5f).length);
        rows.codes.write(1, new float[] {9, 1, 1}, 1);
        assertEquals(0, rows.kept(-6.5f).length);
        assertTrue(rows.codes.memoryBytes() < 100_000, rows.codes.memoryBytes() + " bytes");
    }
}
