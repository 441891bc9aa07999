package io.lokivector.engine.transform;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Some of the rows by their place; the others are passed over when the first is asked for. */
final class RowWindow implements Iterator<Map<String, @Nullable Object>> {
    private final Iterator<? extends Map<String, @Nullable Object>> rows;
    private int toSkip;
    private int left;

    RowWindow(Iterator<? extends Map<String, @Nullable Object>> rows, int offset, int limit) {
        this.rows = rows;
        this.toSkip = offset;
        this.left = limit;
    }

    @Override
    public boolean hasNext() {
        while (toSkip > 0 && rows.hasNext()) {
            rows.next();
            toSkip--;
        }
        return left > 0 && rows.hasNext();
    }

    @Override
    public Map<String, @Nullable Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        left--;
        return rows.next();
    }
}
