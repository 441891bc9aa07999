package io.lokivector.index.jvector;

import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.ScoreFunction;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;

/**
 * How near JVector finds the rows of a table to a query and to each other. A node of its graph is a
 * slot of the table.
 *
 * <p>JVector wants scores that grow with nearness and are never negative: it leaves nodes below 0
 * out, and multiplies scores with alpha to see which links are worth their length. So the scores of
 * {@link RowMetric}, which shrink with nearness, become:
 *
 * <ul>
 *   <li>euclidean, squared or not: {@code 1 / d^2}, which keeps its precision at every scale;
 *   <li>cosine: {@code (1 + cos) / 2}, as JVector has it;
 *   <li>dot: 1 for 0, and about the cube root of the product above and below, on a scale that has
 *       room for every float; JVector's own {@code (1 + dot) / 2} is right for vectors of length 1
 *       only.
 * </ul>
 *
 * <p>They order like the distances, and the distances handed out are never made from them.
 * Thread-safe.
 */
final class RowScores implements BuildScoreProvider {
    /** The score of what is at distance 0: finite, also after alpha, which is at most 2. */
    private static final float NEAREST = Float.MAX_VALUE / 4;

    private static final int ONE = Float.floatToRawIntBits(1);

    private final RowMetric metric;
    private final VectorTable<GraphWalker> table;

    RowScores(RowMetric metric, VectorTable<GraphWalker> table) {
        this.metric = metric;
        this.table = table;
    }

    /** Scores against a prepared {@link RowMetric#query}. */
    SearchScoreProvider of(float[] query) {
        return provider(slot -> {
            final FloatRows rows = table.view().rows();
            return similarity(metric.score(query, rows.page(slot), rows.offset(slot)));
        });
    }

    /** The score of two slots. */
    float of(int slot1, int slot2) {
        final FloatRows rows = table.view().rows();
        return similarity(
                metric.scoreRows(
                        rows.page(slot1),
                        rows.offset(slot1),
                        rows.page(slot2),
                        rows.offset(slot2)));
    }

    /** What JVector is told about a score of the rows. */
    float similarity(float score) {
        return switch (metric.space().metric()) {
            case EUCLIDEAN, EUCLIDEAN_SQUARED -> Math.min(NEAREST, 1 / score);
            case COSINE -> Math.max(0, (1 - score) / 2);
            case DOT -> {
                // Bits of positive floats order like the floats, and a third of them is a root.
                final int root = Float.floatToRawIntBits(Math.abs(score)) / 3;
                yield Float.intBitsToFloat(score > 0 ? ONE - root : ONE + root);
            }
        };
    }

    private static SearchScoreProvider provider(ScoreFunction.ExactScoreFunction scores) {
        return new DefaultSearchScoreProvider(scores);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public VectorFloat<?> approximateCentroid() {
        final int dimension = metric.space().dimension();
        final VectorTable.View view = table.view();
        final double[] sums = new double[dimension];
        int count = 0;
        for (int slot = 0; slot < view.used(); slot++) {
            if (view.ordinal(slot) >= 0) {
                final float[] page = view.rows().page(slot);
                final int offset = view.rows().offset(slot);
                for (int i = 0; i < dimension; i++) {
                    sums[i] += page[offset + i];
                }
                count++;
            }
        }
        final VectorFloat<?> centroid = vts.createFloatVector(dimension);
        for (int i = 0; i < dimension; i++) {
            centroid.set(i, (float) (sums[i] / Math.max(1, count)));
        }
        return centroid;
    }

    @Override
    public SearchScoreProvider searchProviderFor(VectorFloat<?> vector) {
        final float[] copy = new float[vector.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = vector.get(i);
        }
        return of(metric.query(copy));
    }

    @Override
    public SearchScoreProvider searchProviderFor(int slot) {
        return provider(other -> of(slot, other));
    }

    @Override
    public SearchScoreProvider diversityProviderFor(int slot) {
        return searchProviderFor(slot);
    }
}
