package io.lokivector.vectors;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one thread needs for its part of a scan: it takes rows in blocks that fit the processor's
 * cache, and compares each block with every query. Reused; one thread at a time.
 */
final class ScanLane {
    private static final int LANES = 4;

    /** Bytes of a block: it is read from memory once, for all queries. */
    private static final int BLOCK_BYTES = 1 << 14;

    private static final int BLOCK_ROWS_MAX = 256;

    private final RowMetric metric;
    private final int[] slots = new int[BLOCK_ROWS_MAX];
    private final int[] ordinals = new int[BLOCK_ROWS_MAX];
    private final int[] kept = new int[BLOCK_ROWS_MAX];
    private final float[][] pages = new float[LANES][];
    private final int[] offsets = new int[LANES];
    private final float[] scores = new float[LANES];
    private NearestKeys[] nearest = new NearestKeys[0];
    private RowScreen.@Nullable Pass[] passes = new RowScreen.Pass[0];
    private ScanRows rows = new ScanRows();
    private int blockRows = LANES;
    private FloatRows vectors;
    private float[][] queries = new float[0][];

    ScanLane(RowMetric metric) {
        this.metric = metric;
        this.vectors = FloatRows.empty(metric.stride());
    }

    /** How many rows of so many bytes are taken at a time. */
    static int blockRows(int rowBytes) {
        return Math.clamp(BLOCK_BYTES / rowBytes / LANES * LANES, LANES, BLOCK_ROWS_MAX);
    }

    /**
     * Begins a scan.
     *
     * @param rowsOfBlock how many rows are taken at a time, see {@link #blockRows}
     * @param bound how many rows each query is to find
     */
    void begin(
            ScanRows scanned,
            int rowsOfBlock,
            FloatRows itsVectors,
            float[][] prepared,
            int bound,
            @Nullable RowScreen screen) {
        rows = scanned;
        blockRows = rowsOfBlock;
        vectors = itsVectors;
        queries = prepared;
        if (nearest.length < prepared.length) {
            final int before = nearest.length;
            nearest = Arrays.copyOf(nearest, prepared.length);
            passes = Arrays.copyOf(passes, prepared.length);
            for (int query = before; query < prepared.length; query++) {
                nearest[query] = new NearestKeys();
            }
        }
        for (int query = 0; query < prepared.length; query++) {
            nearest[query].reset(bound);
            passes[query] = screen == null ? null : screen.pass(prepared[query]);
        }
    }

    /** Compares the rows of some numbers. */
    void scan(int from, int to, ScanTask task) {
        for (int block = from; block < to; block += blockRows) {
            final int count = rows.select(block, Math.min(to, block + blockRows), slots, ordinals);
            for (int query = 0; count > 0 && query < queries.length; query++) {
                compare(query, count, task.limit(query));
            }
        }
        for (int query = 0; query < queries.length; query++) {
            task.lower(query, nearest[query].limit());
        }
    }

    private void compare(int query, int count, long limitOfAll) {
        final NearestKeys found = nearest[query];
        final RowScreen.@Nullable Pass pass = passes[query];
        final long limit = Math.min(limitOfAll, found.limit());
        if (pass == null) {
            score(query, count, false, limit);
        } else {
            final float scoreMax =
                    limit == Long.MAX_VALUE ? Float.POSITIVE_INFINITY : Keys.score(limit);
            score(query, pass.keep(slots, count, scoreMax, kept), true, limit);
        }
    }

    private void score(int query, int count, boolean screened, long limitOfAll) {
        final NearestKeys found = nearest[query];
        for (int i = 0; i < count; i += LANES) {
            final int width = Math.min(LANES, count - i);
            for (int lane = 0; lane < LANES; lane++) {
                // The last once more where there are not enough: all rows are added up in one way.
                final int place = i + Math.min(lane, width - 1);
                final int slot = slots[screened ? kept[place] : place];
                pages[lane] = vectors.page(slot);
                offsets[lane] = vectors.offset(slot);
            }
            metric.scoreFour(queries[query], pages, offsets, scores);
            for (int lane = 0; lane < width; lane++) {
                final int place = screened ? kept[i + lane] : i + lane;
                final long key = Keys.of(scores[lane], ordinals[place]);
                if (key <= limitOfAll) {
                    found.offer(key);
                }
            }
        }
    }

    /** Hands over what it found for a query. */
    void giveTo(ScanLane other, int query) {
        for (final long key : nearest[query].drain()) {
            other.nearest[query].offer(key);
        }
    }

    /** What it found for a query, ascending. */
    long[] drain(int query) {
        return nearest[query].drain();
    }

    /** Lets go of the queries and the rows. */
    void end() {
        rows = new ScanRows();
        vectors = FloatRows.empty(metric.stride());
        queries = new float[0][];
        Arrays.fill(passes, null);
        Arrays.fill(pages, null);
    }
}
