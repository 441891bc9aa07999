package io.lokivector.index.flat;

import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.BatchSearch;
import io.lokivector.spi.index.MemoryParts;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.RangeSearch;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.vectors.ExactScan;
import io.lokivector.vectors.Readers;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An exact index: packed rows, compared one after the other with the query.
 *
 * <p>A search costs one pass over the vectors, or over those that the filter accepts when they are
 * few: right for small collections and for measuring approximate indexes. With {@linkplain CodeRows
 * codes} it passes over these, and reads the vectors that they cannot rule out; the answer is the
 * same. Searches take no locks but for the moment in which they note which rows there are.
 */
final class FlatIndex implements VectorIndex, BatchSearch, RangeSearch, MemoryParts {
    private final RowMetric metric;
    private final boolean hasCodes;
    private volatile State state;

    FlatIndex(FlatConfig config, VectorSpace space) {
        this.metric = new RowMetric(space);
        this.hasCodes = config.hasCodes();
        this.state = emptyState();
    }

    private static final class Scanner extends Readers.Reader {
        final ExactScan scan;

        Scanner(RowMetric metric) {
            this.scan = new ExactScan(metric);
        }
    }

    /** What is replaced as a whole when the index is closed. */
    private record State(VectorTable<Scanner> table, @Nullable CodeRows codes) {}

    private State emptyState() {
        return new State(
                new VectorTable<>(metric, new Readers<>(() -> new Scanner(metric))),
                hasCodes ? new CodeRows(metric) : null);
    }

    @Override
    public void put(int ordinal, float[] vector) {
        metric.check(vector);
        final State current = state;
        final int slot = current.table.insert(vector);
        if (current.codes != null) {
            current.codes.write(slot, vector, 0);
        }
        final int replaced = current.table.publish(slot, ordinal);
        if (replaced != VectorTable.NONE) {
            current.table.retire(replaced);
        }
    }

    @Override
    public boolean remove(int ordinal) {
        final VectorTable<Scanner> table = state.table;
        final int slot = table.remove(ordinal);
        if (slot == VectorTable.NONE) {
            return false;
        }
        table.retire(slot);
        return true;
    }

    @Override
    public boolean copyVector(int ordinal, float[] target) {
        return state.table.copyVector(ordinal, target);
    }

    @Override
    public Neighbors search(float[] query, Search search) {
        return search(List.of(query), search).get(0);
    }

    @Override
    public List<Neighbors> search(List<float[]> queries, Search search) {
        queries.forEach(metric::check);
        final State current = state;
        final Scanner scanner = current.table.readers().enter();
        try {
            return scanner.scan.search(
                    queries, search.k(), search.filter(), current.table, current.codes);
        } finally {
            current.table.readers().leave(scanner);
        }
    }

    @Override
    public Neighbors search(float[] query, Range range) {
        metric.check(query);
        final State current = state;
        final Scanner scanner = current.table.readers().enter();
        try {
            return scanner.scan.search(query, range, current.table, current.codes);
        } finally {
            current.table.readers().leave(scanner);
        }
    }

    @Override
    public int size() {
        return state.table.size();
    }

    @Override
    public long memoryBytes() {
        return memoryParts().values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public Map<String, Long> memoryParts() {
        final State current = state;
        final long vectors = current.table.view().rows().memoryBytes();
        final Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("vectors", vectors);
        if (current.codes != null) {
            parts.put("codes", current.codes.memoryBytes());
        }
        parts.put("ordinals", current.table.memoryBytes() - vectors);
        return parts;
    }

    @Override
    public void save(DataFiles files, String name) throws IOException {
        try (DataFile file = files.open(name)) {
            FlatCheckpointV1.write(file, state.table);
        }
    }

    @Override
    public void load(DataFiles files, String name) throws IOException {
        final State current = state;
        try (DataFile file = files.openReadOnly(name)) {
            FlatCheckpointV1.read(file, name, current.table);
        }
        if (current.codes != null) {
            final VectorTable.View view = current.table.view();
            for (int slot = 0; slot < view.used(); slot++) {
                current.codes.write(slot, view.rows().page(slot), view.rows().offset(slot));
            }
        }
    }

    @Override
    public void close() {
        state = emptyState();
    }
}
