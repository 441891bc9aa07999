package io.lokivector.engine.update;

import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Missing;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One change of a document. */
sealed interface DocumentEdit {

    /**
     * Makes the change.
     *
     * @param document the top level may be changed; what lies below is shared and is replaced
     *     instead
     */
    void apply(Map<String, @Nullable Object> document);

    /** A change of the value at a path. */
    record OfField(FieldPath path, FieldChange change) implements DocumentEdit {
        @Override
        public void apply(Map<String, @Nullable Object> document) {
            PathWriter.change(document, path, change);
        }
    }

    /** The value at one path moves to another; nothing happens if there is none. */
    record Rename(FieldPath from, FieldPath to) implements DocumentEdit {
        @Override
        public void apply(Map<String, @Nullable Object> document) {
            Object value = from.follow(document);
            if (value == Missing.VALUE) {
                return;
            }
            PathWriter.change(document, from, (_, _) -> Missing.VALUE);
            PathWriter.change(document, to, (_, _) -> value);
        }
    }
}
