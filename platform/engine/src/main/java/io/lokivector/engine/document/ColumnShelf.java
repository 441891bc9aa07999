package io.lokivector.engine.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns that are kept with a block of documents that no longer changes. Thread-safe.
 *
 * <p>What is kept can always be made anew, so two threads may make the same column, and one of them
 * is forgotten.
 */
public final class ColumnShelf {
    private static final Kept[] NONE = {};

    private final long rows;
    private volatile Kept[] kept = NONE;

    /** A column with the path of its field. */
    private record Kept(String path, FieldColumn column) {}

    /**
     * An empty shelf.
     *
     * @param rows a bit for each row that has a document
     */
    public ColumnShelf(long rows) {
        this.rows = rows;
    }

    /** A bit for each row that has a document. */
    public long rows() {
        return rows;
    }

    @Nullable FieldColumn find(String path) {
        for (final Kept each : kept) {
            if (each.path.equals(path)) {
                return each.column;
            }
        }
        return null;
    }

    /** Keeps a column, and from now on none of fields that are no longer scanned. */
    void keep(String path, FieldColumn column, ScannedFields scanned) {
        final List<Kept> changed = new ArrayList<>();
        for (final Kept each : kept) {
            if (!each.path.equals(path) && scanned.areKept(each.path)) {
                changed.add(each);
            }
        }
        changed.add(new Kept(path, column));
        kept = changed.toArray(NONE);
    }
}
