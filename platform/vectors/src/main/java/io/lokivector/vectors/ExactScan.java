package io.lokivector.vectors;

import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.RangeSearch.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nearest by comparing with every vector that may be returned. Reused by one reader.
 *
 * <p>Rows are read in blocks, each once for all queries. A large scan is shared out among the cores
 * that no other scan uses. The rows are those of the moment at which it begins.
 *
 * <p>The caller is an entered reader of the table.
 */
public final class ExactScan {
    /** Fewer bytes than these are read sooner than another thread wakes up. */
    private static final long SHARED_BYTES_MIN = 4 << 20;

    /** About this much is read between two looks at what the others have found. */
    private static final int PIECE_BYTES = 1 << 18;

    private final RowMetric metric;
    private final Cores cores;
    private final long sharedBytesMin;
    private final ScanRows rows = new ScanRows();
    private ScanLane[] lanes;

    /** For the tables of one space. */
    public ExactScan(RowMetric metric) {
        this(metric, Cores.ALL, SHARED_BYTES_MIN);
    }

    /** With other cores than those of the machine, for scans of so many bytes. */
    ExactScan(RowMetric metric, Cores cores, long sharedBytesMin) {
        this.metric = metric;
        this.cores = cores;
        this.sharedBytesMin = sharedBytesMin;
        this.lanes = new ScanLane[] {new ScanLane(metric)};
    }

    /** The k nearest of the accepted. */
    public Neighbors search(float[] query, int k, OrdinalFilter filter, VectorTable<?> table) {
        return search(List.of(query), k, filter, table, null).get(0);
    }

    /**
     * The k nearest of the accepted, for each of several queries.
     *
     * @param screen of the table, asked before rows are compared
     */
    public List<Neighbors> search(
            List<float[]> queries,
            int k,
            OrdinalFilter filter,
            VectorTable<?> table,
            @Nullable RowScreen screen) {
        final List<Neighbors> answers = new ArrayList<>(queries.size());
        for (final long[] keys : scan(queries, k, Long.MAX_VALUE, filter, table, screen)) {
            answers.add(Results.neighbors(metric, keys, k));
        }
        return answers;
    }

    /**
     * The accepted within a distance.
     *
     * @param screen of the table, asked before rows are compared
     */
    public Neighbors search(
            float[] query, Range range, VectorTable<?> table, @Nullable RowScreen screen) {
        // A little beyond it, for rounding.
        final long limit = Keys.of(metric.scoreWithin(range.distanceMax()), -1);
        final long[] keys =
                scan(List.of(query), range.countMax(), limit, range.filter(), table, screen)[0];
        int count = keys.length;
        while (count > 0
                && !(metric.distance(Keys.score(keys[count - 1])) <= range.distanceMax())) {
            count--;
        }
        return Results.neighbors(metric, keys, count);
    }

    private long[][] scan(
            List<float[]> queries,
            int k,
            long limit,
            OrdinalFilter filter,
            VectorTable<?> table,
            @Nullable RowScreen screen) {
        final float[][] prepared = new float[queries.size()][];
        for (int query = 0; query < prepared.length; query++) {
            prepared[query] = metric.query(queries.get(query));
        }
        final long[] limits = new long[prepared.length];
        Arrays.fill(limits, limit);
        cores.begin();
        try {
            rows.collect(table, filter);
            // Seen after the rows were collected, so it has them all.
            final FloatRows vectors = table.view().rows();
            final int bound = Math.max(1, Math.min(k, rows.count()));
            // Of a row that is ruled out, a code of about a byte for each float is read.
            final int rowBytes = (screen == null ? 4 : 1) * metric.stride();
            final int blockRows = ScanLane.blockRows(rowBytes);
            final ScanLane[] used = lanes((long) rowBytes * rows.count() * prepared.length);
            for (final ScanLane lane : used) {
                lane.begin(rows, blockRows, vectors, prepared, bound, screen);
            }
            final int blocks = Math.max(1, PIECE_BYTES / (rowBytes * blockRows));
            new ScanTask(cores, used, rows.count(), blocks * blockRows, new AtomicLongArray(limits))
                    .run();
            return found(used, prepared.length);
        } finally {
            cores.end();
            rows.forget();
        }
    }

    /** One, or one for each core that is idle, if there is enough to do. */
    private ScanLane[] lanes(long bytes) {
        final int count = bytes < sharedBytesMin ? 1 : 1 + cores.idle();
        if (lanes.length < count) {
            final int before = lanes.length;
            lanes = Arrays.copyOf(lanes, count);
            for (int i = before; i < count; i++) {
                lanes[i] = new ScanLane(metric);
            }
        }
        return Arrays.copyOf(lanes, count);
    }

    private static long[][] found(ScanLane[] used, int queries) {
        final long[][] found = new long[queries][];
        for (int query = 0; query < queries; query++) {
            for (int i = 1; i < used.length; i++) {
                used[i].giveTo(used[0], query);
            }
            found[query] = used[0].drain(query);
        }
        for (final ScanLane lane : used) {
            lane.end();
        }
        return found;
    }
}
