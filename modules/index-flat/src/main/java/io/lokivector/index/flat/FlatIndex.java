package io.lokivector.index.flat;

import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.BatchSearch;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.RangeSearch;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.vectors.ExactScan;
import io.lokivector.vectors.Readers;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.VectorTable;
import java.io.IOException;
import java.util.List;

/**
 * An exact index: packed rows, compared one after the other with the query.
 *
 * <p>A search costs one pass over the vectors, or over those that the filter accepts when they are
 * few: right for small collections and for measuring approximate indexes. Searches take no locks.
 */
final class FlatIndex implements VectorIndex, BatchSearch, RangeSearch {
    private final RowMetric metric;
    private volatile VectorTable<Scanner> table;

    FlatIndex(VectorSpace space) {
        this.metric = new RowMetric(space);
        this.table = emptyTable();
    }

    private static final class Scanner extends Readers.Reader {
        final ExactScan scan;

        Scanner(RowMetric metric) {
            this.scan = new ExactScan(metric);
        }
    }

    private VectorTable<Scanner> emptyTable() {
        return new VectorTable<>(metric, new Readers<>(() -> new Scanner(metric)));
    }

    @Override
    public void put(int ordinal, float[] vector) {
        metric.check(vector);
        final VectorTable<Scanner> current = table;
        final int replaced = current.publish(current.insert(vector), ordinal);
        if (replaced != VectorTable.NONE) {
            current.retire(replaced);
        }
    }

    @Override
    public boolean remove(int ordinal) {
        final VectorTable<Scanner> current = table;
        final int slot = current.remove(ordinal);
        if (slot == VectorTable.NONE) {
            return false;
        }
        current.retire(slot);
        return true;
    }

    @Override
    public boolean copyVector(int ordinal, float[] target) {
        return table.copyVector(ordinal, target);
    }

    @Override
    public Neighbors search(float[] query, Search search) {
        return search(List.of(query), search).get(0);
    }

    @Override
    public List<Neighbors> search(List<float[]> queries, Search search) {
        queries.forEach(metric::check);
        final VectorTable<Scanner> current = table;
        final Scanner scanner = current.readers().enter();
        try {
            return scanner.scan.search(queries, search.k(), search.filter(), current, null);
        } finally {
            current.readers().leave(scanner);
        }
    }

    @Override
    public Neighbors search(float[] query, Range range) {
        metric.check(query);
        final VectorTable<Scanner> current = table;
        final Scanner scanner = current.readers().enter();
        try {
            return scanner.scan.search(query, range, current, null);
        } finally {
            current.readers().leave(scanner);
        }
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public long memoryBytes() {
        return table.memoryBytes();
    }

    @Override
    public void save(DataFiles files, String name) throws IOException {
        try (DataFile file = files.open(name)) {
            FlatCheckpointV1.write(file, table);
        }
    }

    @Override
    public void load(DataFiles files, String name) throws IOException {
        try (DataFile file = files.openReadOnly(name)) {
            FlatCheckpointV1.read(file, name, table);
        }
    }

    @Override
    public void close() {
        table = emptyTable();
    }
}
