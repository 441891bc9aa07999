package io.lokivector.vectors;

import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;

/**
 * Finds the nearest by comparing with every vector that may be returned. One thread; reused.
 *
 * <p>The caller is an entered reader of the table.
 */
public final class ExactScan {
    private final RowMetric metric;
    private final RowBatch batch;
    private final NearestKeys nearest = new NearestKeys();

    /** For the tables of one space. */
    public ExactScan(RowMetric metric) {
        this.metric = metric;
        this.batch = new RowBatch(metric);
    }

    /** The k nearest of the accepted. */
    public Neighbors search(float[] query, int k, OrdinalFilter filter, VectorTable<?> table) {
        final float[] prepared = metric.query(query);
        final int most = Math.max(1, Math.min(filter.cardinality(), table.view().used()));
        // A reader beside a replacement may meet both vectors of an ordinal, and one of them takes
        // the place of another ordinal: then once more, with room for both.
        for (int bound = Math.min(k, most); ; bound = Math.min(2 * bound, 1 << 30)) {
            nearest.reset(bound);
            batch.begin(prepared);
            scan(filter, table);
            batch.finish(nearest);
            final boolean full = nearest.isFull();
            final long[] keys = nearest.drain();
            final long[] distinct = Results.distinct(keys);
            if (!full || distinct.length >= Math.min(k, keys.length)) {
                return Results.neighbors(metric, distinct, k);
            }
        }
    }

    private void scan(OrdinalFilter filter, VectorTable<?> table) {
        // Looking a slot up costs as much as asking the filter about a few.
        if (filter.cardinality() < table.view().used() / 4) {
            filter.forEach(ordinal -> {
                final int slot = table.slot(ordinal);
                if (slot != VectorTable.NONE) {
                    batch.add(ordinal, table.view().rows(), slot, nearest);
                }
            });
            return;
        }
        final VectorTable.View view = table.view();
        for (int slot = 0; slot < view.used(); slot++) {
            final int ordinal = view.ordinal(slot);
            if (ordinal >= 0 && filter.accepts(ordinal)) {
                batch.add(ordinal, view.rows(), slot, nearest);
            }
        }
    }
}
