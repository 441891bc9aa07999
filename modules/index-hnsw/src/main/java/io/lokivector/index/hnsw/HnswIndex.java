package io.lokivector.index.hnsw;

import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.MemoryParts;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.vectors.Results;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An approximate index: a hierarchical navigable small-world graph ({@link Graph}) over packed
 * rows.
 *
 * <p>Searches take no locks and run beside changes. A removal marks the vector; its place in the
 * graph is repaired and used again by a {@link Sweep}, in small steps with later changes.
 *
 * <p>A search scans, without the graph, when that costs less: when few vectors match the filter, or
 * there are few at all. It does so, too, when the graph would return fewer than k. Where there are
 * {@link Codes}, many matches are scanned by estimates, and the best of them compared exactly.
 */
final class HnswIndex implements VectorIndex, MemoryParts {
    /**
     * What a walk costs in terms of a scan: it compares about twelve vectors for each candidate it
     * holds, and fetching one from a random place takes three times as long as in a row.
     */
    private static final long SCANNED_PER_CANDIDATE = 36;

    /**
     * The same where codes are scanned: a walk with a filter follows a candidate in a little more
     * than a microsecond, and in that time a scan estimates a hundred. Measured.
     */
    private static final long ESTIMATED_PER_CANDIDATE = 96;

    /** Fewer matches are compared exactly at once. */
    private static final int ESTIMATED_MIN = 512;

    private final HnswConfig config;
    private final RowMetric metric;
    private final RandomGenerator random;
    private volatile State state;

    /** What is replaced as a whole when the index is closed. */
    private record State(Graph graph, Sweep sweep) {}

    HnswIndex(HnswConfig config, VectorSpace space, RandomGenerator random) {
        this.config = config;
        this.metric = new RowMetric(space);
        this.random = random;
        this.state = emptyState();
    }

    private State emptyState() {
        final Graph graph = new Graph(config, metric, random);
        return new State(graph, new Sweep(graph, config));
    }

    @Override
    public void put(int ordinal, float[] vector) {
        metric.check(vector);
        final State current = state;
        final VectorTable<Walker> table = current.graph().table;
        final Walker walker = table.readers().enter();
        final int replaced;
        try {
            final int slot = table.insert(vector);
            current.graph().insert(walker, slot, vector);
            replaced = table.publish(slot, ordinal);
        } finally {
            table.readers().leave(walker);
        }
        if (replaced != VectorTable.NONE) {
            current.sweep().removed(replaced);
        }
        current.sweep().step();
    }

    @Override
    public boolean remove(int ordinal) {
        final State current = state;
        final int slot = current.graph().table.remove(ordinal);
        if (slot == VectorTable.NONE) {
            return false;
        }
        current.sweep().removed(slot);
        current.sweep().step();
        return true;
    }

    @Override
    public boolean copyVector(int ordinal, float[] target) {
        return state.graph().table.copyVector(ordinal, target);
    }

    @Override
    public Neighbors search(float[] query, Search search) {
        metric.check(query);
        final Graph graph = state.graph();
        final Walker walker = graph.table.readers().enter();
        try {
            return search(graph, walker, query, search);
        } finally {
            graph.table.readers().leave(walker);
        }
    }

    private Neighbors search(Graph graph, Walker walker, float[] query, Search search) {
        final OrdinalFilter filter = search.filter();
        final int k = search.k();
        final int size = graph.table.size();
        final int candidates =
                Math.max(k, search.effort() > 0 ? search.effort() : config.efSearch());
        final int matches = Math.min(size, filter.cardinality());
        final Graph.@Nullable Entry entry = graph.entry();
        final boolean all = filter.cardinality() == Integer.MAX_VALUE;
        if (entry != null && !scanIsCheaper(graph, matches, size, candidates)) {
            walker.begin(graph.table, metric.query(query));
            final int held = walker.held(candidates);
            final int wanted = walker.wanted(k, held);
            final int nearest = walker.descend(entry.slot(), entry.level(), 0);
            // A walk that finds no matches where it looks is given up before it costs more than a
            // scan would have.
            final int comparedMax = all ? Integer.MAX_VALUE : matches / 2;
            final long[] found =
                    Results.distinct(
                            walker.nearestOrdinals(
                                    nearest, Math.max(held, wanted), wanted, filter, comparedMax));
            if (found.length >= k) {
                return Results.neighbors(metric, found, k);
            }
        }
        if (!all && matches > ESTIMATED_MIN) {
            walker.begin(graph.table, metric.query(query));
            final int wanted = walker.wantedOfScan(k);
            final long @Nullable [] found =
                    matches <= 2 * wanted ? null : walker.scanned(graph.table, filter, wanted);
            if (found != null && found.length >= k) {
                return Results.neighbors(metric, Results.distinct(found), k);
            }
        }
        return walker.scan.search(query, k, filter, graph.table);
    }

    private static boolean scanIsCheaper(Graph graph, int matches, int size, int candidates) {
        final long perCandidate =
                graph.codes.rows() != null && matches < size
                        ? ESTIMATED_PER_CANDIDATE
                        : SCANNED_PER_CANDIDATE;
        // A walk must see size / matches times as many to hold the same number of matches.
        return (double) matches * matches <= (double) perCandidate * candidates * Math.max(size, 1);
    }

    @Override
    public int size() {
        return state.graph().table.size();
    }

    @Override
    public long memoryBytes() {
        return memoryParts().values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public Map<String, Long> memoryParts() {
        final Graph graph = state.graph();
        long searches = 0;
        for (final Walker walker : graph.table.readers().all()) {
            searches += walker.memoryBytes();
        }
        final long vectors = graph.table.view().rows().memoryBytes();
        final Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("vectors", vectors);
        parts.put("codes", graph.codes.memoryBytes());
        parts.put("links", graph.links.memoryBytes());
        parts.put("ordinals", graph.table.memoryBytes() - vectors);
        parts.put("searches", searches);
        return parts;
    }

    @Override
    public void save(DataFiles files, String name) throws IOException {
        try (DataFile file = files.open(name)) {
            HnswCheckpointV1.write(file, state.graph(), config);
        }
    }

    @Override
    public void load(DataFiles files, String name) throws IOException {
        if (size() > 0) {
            throw new IllegalStateException("a checkpoint is loaded into an empty index only");
        }
        final State loaded = emptyState();
        try (DataFile file = files.openReadOnly(name)) {
            HnswCheckpointV1.read(file, name, loaded.graph(), config, loaded.sweep()::removed);
        }
        loaded.graph().codes.restore(loaded.graph().table);
        state = loaded;
    }

    @Override
    public void close() {
        state = emptyState();
    }
}
