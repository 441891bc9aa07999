package io.lokivector.engine.update;

import io.lokivector.engine.query.QueryLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed update; immutable, for any number of threads. */
public final class Update {
    private final List<DocumentEdit> edits;
    private final List<DocumentEdit> editsOfNew;

    /** Edits of every document, and those that a new one gets before these. */
    Update(List<DocumentEdit> edits, List<DocumentEdit> editsOfNew) {
        this.edits = List.copyOf(edits);
        this.editsOfNew = List.copyOf(editsOfNew);
    }

    /**
     * Parses an update as clients write it.
     *
     * <p>{@code $setOnInsert} is for documents that an upsert makes, before all others. The others
     * apply in the fixed order of {@link UpdateOperator}, whatever order they are written in: first
     * {@code $set}, then {@code $inc}. The identity and the metadata of a document ({@code $loki},
     * {@code meta}) cannot be changed.
     *
     * @param update is read and copied, not kept
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming the place, if an
     *     operator is unknown, an operand is malformed, or a limit is exceeded
     */
    public static Update parse(Map<String, ? extends @Nullable Object> update, QueryLimits limits) {
        return new UpdateParser(limits).parse(update);
    }

    /**
     * The document as it is after the update: a new map, sharing what did not change. The document
     * given stays as it is.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming the path, if a value
     *     does not allow the change, such as an increment of a text
     */
    public Map<String, @Nullable Object> apply(Map<String, ? extends @Nullable Object> document) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(document);
        for (DocumentEdit edit : edits) {
            edit.apply(changed);
        }
        return changed;
    }

    /** A new document of an upsert, made of the fields that its query demands. */
    Map<String, @Nullable Object> applyToNew(Map<String, ? extends @Nullable Object> document) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(document);
        for (DocumentEdit edit : editsOfNew) {
            edit.apply(changed);
        }
        return apply(changed);
    }
}
