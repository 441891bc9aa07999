package io.lokivector.engine.update;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code $push}: adds values to a list, then sorts it, then cuts it.
 *
 * @param position where to add, from the beginning, or from the end if negative; empty for the end
 * @param order empty to leave the list unsorted
 * @param slice how many elements to keep, from the beginning, or from the end if negative; empty
 *     for all
 */
record ListInsertion(
        List<@Nullable Object> values,
        Optional<Integer> position,
        Optional<Comparator<@Nullable Object>> order,
        Optional<Integer> slice)
        implements ListChange {

    @Override
    public void apply(List<@Nullable Object> list) {
        list.addAll(position.map(at -> place(at, list.size())).orElse(list.size()), values);
        order.ifPresent(list::sort);
        slice.ifPresent(kept -> cut(list, kept));
    }

    private static int place(int position, int size) {
        return position < 0 ? Math.max(0, size + position) : Math.min(size, position);
    }

    private static void cut(List<@Nullable Object> list, int kept) {
        if (kept < 0) {
            list.subList(0, Math.max(0, list.size() + kept)).clear();
        } else if (kept < list.size()) {
            list.subList(kept, list.size()).clear();
        }
    }

    @Override
    public boolean creates() {
        return true;
    }
}
