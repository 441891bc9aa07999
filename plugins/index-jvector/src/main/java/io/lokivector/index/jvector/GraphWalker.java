package io.lokivector.index.jvector;

import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.OnHeapGraphIndex;
import io.github.jbellis.jvector.graph.SearchResult;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.vectors.ExactScan;
import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.Keys;
import io.lokivector.vectors.Readers;
import io.lokivector.vectors.Results;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import java.util.Arrays;

/** The memory of one search, used again by the next: JVector's searcher and an exact scan. */
final class GraphWalker extends Readers.Reader {
    /** Of a searcher that has seen some thousands of nodes, near enough. */
    private static final long MEMORY_BYTES = 96 << 10;

    private final OnHeapGraphIndex graph;
    private final RowScores scores;
    private final RowMetric metric;
    private final GraphSearcher searcher;

    final ExactScan scan;

    GraphWalker(OnHeapGraphIndex graph, RowScores scores, RowMetric metric) {
        this.graph = graph;
        this.scores = scores;
        this.metric = metric;
        this.searcher = new GraphSearcher(graph);
        this.scan = new ExactScan(metric);
    }

    /**
     * Walks the graph. The walker is entered.
     *
     * @param query prepared by {@link RowMetric#query}
     * @param candidates how many are held while walking, at least k
     * @param comparedMax after about how many comparisons the walk goes no farther
     * @return up to k keys of distinct ordinals, best first; fewer if the walk found no more
     */
    long[] nearest(
            VectorTable<GraphWalker> table,
            float[] query,
            int k,
            int candidates,
            OrdinalFilter filter,
            int comparedMax) {
        searcher.setView(new BoundedView(graph.getView(), comparedMax));
        final SearchResult result =
                searcher.search(
                        scores.of(query),
                        k,
                        candidates,
                        0,
                        0,
                        slot -> {
                            final int ordinal = table.view().ordinal(slot);
                            return ordinal >= 0 && filter.accepts(ordinal);
                        });
        final FloatRows rows = table.view().rows();
        final long[] keys = new long[result.getNodes().length];
        int count = 0;
        for (final SearchResult.NodeScore found : result.getNodes()) {
            // Again, for it may have been removed since the walk passed it.
            final int ordinal = table.view().ordinal(found.node);
            if (ordinal >= 0) {
                final int offset = rows.offset(found.node);
                keys[count++] =
                        Keys.of(metric.score(query, rows.page(found.node), offset), ordinal);
            }
        }
        Arrays.sort(keys, 0, count);
        return Results.distinct(Arrays.copyOf(keys, count));
    }

    long memoryBytes() {
        return MEMORY_BYTES;
    }
}
