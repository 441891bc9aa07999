package io.lokivector.engine.rows;

import io.lokivector.engine.query.Query;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The rows that match a query, in their order; for one thread. */
public final class MatchingRows implements Iterator<Map<String, @Nullable Object>> {
    private final Iterator<? extends Map<String, @Nullable Object>> rows;
    private final Query query;
    private @Nullable Map<String, @Nullable Object> next;

    /** Those of the rows that match, looked at when they are asked for. */
    public MatchingRows(Iterator<? extends Map<String, @Nullable Object>> rows, Query query) {
        this.rows = rows;
        this.query = query;
    }

    @Override
    public boolean hasNext() {
        while (next == null && rows.hasNext()) {
            final Map<String, @Nullable Object> row = rows.next();
            if (query.matches(row)) {
                next = row;
            }
        }
        return next != null;
    }

    @Override
    public Map<String, @Nullable Object> next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        final Map<String, @Nullable Object> row = next;
        next = null;
        return row;
    }
}
