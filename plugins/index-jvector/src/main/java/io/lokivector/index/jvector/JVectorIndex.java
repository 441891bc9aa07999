package io.lokivector.index.jvector;

import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.MemoryParts;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.vectors.Results;
import io.lokivector.vectors.RowMetric;
import java.io.IOException;
import java.util.Map;

/**
 * An approximate index on JVector, which builds and walks a graph between HNSW and Vamana: levels
 * as in the former, links chosen as in the latter (Subramanya et al., "DiskANN: Fast Accurate
 * Billion-point Nearest Neighbor Search on a Single Node", NeurIPS 2019).
 *
 * <p>A search compares exactly, without the graph, when that costs less: when few vectors match the
 * filter, or there are few at all. It does so, too, when the graph would return fewer than k.
 */
final class JVectorIndex implements VectorIndex, MemoryParts {
    /**
     * What a walk costs in terms of a scan: it compares about twelve vectors for each candidate it
     * holds, and fetching one from a random place takes three times as long as in a row.
     */
    private static final long SCANNED_PER_CANDIDATE = 36;

    private final JVectorConfig config;
    private final RowMetric metric;
    private final InsertLanes lanes;
    private volatile RowGraph graph;

    /**
     * An empty index.
     *
     * @param insertThreads how many vectors are inserted at once
     */
    JVectorIndex(JVectorConfig config, VectorSpace space, int insertThreads) {
        this.config = config;
        this.metric = new RowMetric(space);
        this.lanes = new InsertLanes(insertThreads);
        this.graph = new RowGraph(config, metric, lanes);
    }

    @Override
    public void put(int ordinal, float[] vector) {
        metric.check(vector);
        graph.put(ordinal, vector);
    }

    @Override
    public boolean remove(int ordinal) {
        return graph.remove(ordinal);
    }

    @Override
    public boolean copyVector(int ordinal, float[] target) {
        return graph.table.copyVector(ordinal, target);
    }

    @Override
    public Neighbors search(float[] query, Search search) {
        metric.check(query);
        final RowGraph current = graph;
        final GraphWalker walker = current.table.readers().enter();
        try {
            return search(current, walker, query, search);
        } finally {
            current.table.readers().leave(walker);
        }
    }

    private Neighbors search(RowGraph current, GraphWalker walker, float[] query, Search search) {
        final OrdinalFilter filter = search.filter();
        final int k = search.k();
        final int size = current.table.size();
        final int candidates =
                Math.max(k, search.effort() > 0 ? search.effort() : config.efSearch());
        final int matches = Math.min(size, filter.cardinality());
        if (!scanIsCheaper(matches, size, candidates)) {
            final int comparedMax =
                    filter.cardinality() == Integer.MAX_VALUE ? Integer.MAX_VALUE : matches / 2;
            final long[] found =
                    walker.nearest(
                            current.table, metric.query(query), k, candidates, filter, comparedMax);
            if (found.length >= k) {
                return Results.neighbors(metric, found, k);
            }
        }
        return walker.scan.search(query, k, filter, current.table);
    }

    private static boolean scanIsCheaper(int matches, int size, int candidates) {
        // A walk must see size / matches times as many to hold the same number of matches.
        return (double) matches * matches
                <= (double) SCANNED_PER_CANDIDATE * candidates * Math.max(size, 1);
    }

    @Override
    public int size() {
        return graph.table.size();
    }

    @Override
    public long memoryBytes() {
        return memoryParts().values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public Map<String, Long> memoryParts() {
        return graph.memoryParts();
    }

    @Override
    public void save(DataFiles files, String name) throws IOException {
        try (DataFile file = files.open(name)) {
            JVectorCheckpointV1.write(file, graph, config);
        }
    }

    @Override
    public void load(DataFiles files, String name) throws IOException {
        if (size() > 0) {
            throw new IllegalStateException("a checkpoint is loaded into an empty index only");
        }
        final RowGraph loaded = new RowGraph(config, metric, lanes);
        try (DataFile file = files.openReadOnly(name)) {
            JVectorCheckpointV1.read(file, name, loaded, config);
        }
        graph = loaded;
    }

    @Override
    public void close() {
        lanes.close();
        graph = new RowGraph(config, metric, lanes);
    }
}
