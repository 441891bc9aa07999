package io.lokivector.engine.rows;

import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.RankOrder;
import io.lokivector.engine.query.SortKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A stable sort of rows, each of whose sort keys is read once. If only the first rows are wanted,
 * only so many are held, in a heap. For one thread and one use.
 */
public final class RowSort {
    private final List<SortKey> keys;
    private final int keep;
    private final RowBudget budget;
    private final String path;
    private final Comparator<Keyed> order;
    private final List<Keyed> all = new ArrayList<>();
    private final PriorityQueue<Keyed> first;
    private long number;

    /**
     * A sort of no rows yet.
     *
     * @param keep how many of the first rows are wanted; {@link Integer#MAX_VALUE} for all
     * @param path the step that sorts, for messages
     */
    public RowSort(DocumentOrder order, int keep, RowBudget budget, String path) {
        this.keys = order.keys();
        this.keep = keep;
        this.budget = budget;
        this.path = path;
        this.order = this::compare;
        this.first = new PriorityQueue<>(this.order.reversed());
    }

    /** A row with its sort keys, and its number among the rows given. */
    private record Keyed(
            @Nullable Object[] values, long number, Map<String, @Nullable Object> row) {}

    private int compare(Keyed a, Keyed b) {
        for (int i = 0; i < keys.size(); i++) {
            final int difference = RankOrder.compare(a.values[i], b.values[i]);
            if (difference != 0) {
                return keys.get(i).descending() ? Integer.compare(0, difference) : difference;
            }
        }
        return Long.compare(a.number, b.number);
    }

    /** Takes a row. */
    public void add(Map<String, @Nullable Object> row) {
        final @Nullable Object[] values = new @Nullable Object[keys.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = keys.get(i).path().follow(row);
        }
        final Keyed keyed = new Keyed(values, number++, row);
        if (keep == Integer.MAX_VALUE) {
            budget.hold(path);
            all.add(keyed);
        } else if (first.size() < keep) {
            budget.hold(path);
            first.add(keyed);
        } else if (keep > 0 && order.compare(keyed, first.element()) < 0) {
            first.remove();
            first.add(keyed);
        }
    }

    /** The rows in their order. */
    public List<Map<String, @Nullable Object>> sorted() {
        all.addAll(first);
        all.sort(order);
        final List<Map<String, @Nullable Object>> rows = new ArrayList<>(all.size());
        all.forEach(keyed -> rows.add(keyed.row));
        return rows;
    }
}
