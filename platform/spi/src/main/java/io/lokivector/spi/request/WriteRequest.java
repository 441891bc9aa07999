package io.lokivector.spi.request;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.security.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that changes documents that a query names, or many at once.
 *
 * <p>An upsert inserts a document if none matches: the fields that the query wants equal to a
 * value, then {@code $setOnInsert}, then the other operators. A query on {@code meta.revision}
 * makes a change depend on the version that was read.
 *
 * @param <R> what it answers
 */
public sealed interface WriteRequest<R> extends OnCollection<R> {
    @Override
    default Optional<Operation> requiredOperation() {
        return Optional.of(Operation.WRITE);
    }

    /** Changes the first document that matches, by update operators. */
    record UpdateOne(
            String collection,
            Map<String, @Nullable Object> query,
            Map<String, @Nullable Object> update,
            boolean upsert)
            implements WriteRequest<Changed> {}

    /** Changes all documents that match, by update operators. */
    record UpdateMany(
            String collection,
            Map<String, @Nullable Object> query,
            Map<String, @Nullable Object> update,
            boolean upsert)
            implements WriteRequest<Changed> {}

    /** Replaces the first document that matches, which keeps {@code $loki} and {@code meta}. */
    record ReplaceOne(
            String collection,
            Map<String, @Nullable Object> query,
            Map<String, @Nullable Object> document,
            boolean upsert)
            implements WriteRequest<Changed> {}

    /** Removes the first document that matches, and answers it. */
    record DeleteOne(String collection, Map<String, @Nullable Object> query)
            implements WriteRequest<Optional<Map<String, @Nullable Object>>> {}

    /** Removes every document, keeps the indexes, and counts {@code $loki} from 1 again. */
    record Clear(String collection) implements WriteRequest<Done> {}

    /**
     * Several writes in one request, carried out in order; each sees what those before it did.
     *
     * @param operations objects with one key, which is {@code insertOne {document}}, {@code
     *     updateOne} or {@code updateMany {query, update, upsert?}}, {@code replaceOne {query,
     *     document, upsert?}}, {@code deleteOne} or {@code deleteMany {query}}; all are checked for
     *     their form before any is carried out
     * @param atomic whether all are carried out or none; else one that fails leaves nothing, and
     *     the others are carried out
     * @param ordered whether those after one that fails are skipped; means nothing if {@code
     *     atomic}
     */
    record Bulk(
            String collection,
            List<? extends @Nullable Object> operations,
            boolean atomic,
            boolean ordered)
            implements WriteRequest<BulkResult> {}

    /**
     * What a change did.
     *
     * @param documents the changed documents as they are now, by ascending {@code $loki}
     * @param isInsert whether none matched, and the one document is new
     */
    record Changed(List<Map<String, @Nullable Object>> documents, boolean isInsert) {}

    /** What a bulk write did: a result for each operation, in order. */
    record BulkResult(List<BulkItem> items) {}

    /** What came of one operation of a bulk write. */
    sealed interface BulkItem {}

    /**
     * It was carried out.
     *
     * @param ids the documents that were inserted, updated or removed
     */
    record BulkDone(Effect effect, List<Long> ids) implements BulkItem {}

    /** It failed, and left nothing. */
    record BulkFailed(ErrorCode code, String message, Map<String, @Nullable Object> details)
            implements BulkItem {}

    /** It was not tried, because one before it failed. */
    record BulkSkipped() implements BulkItem {}

    /** What happened to documents. */
    enum Effect {
        INSERTED("inserted"),
        UPDATED("updated"),
        REMOVED("removed");

        private final String wireName;

        Effect(String wireName) {
            this.wireName = wireName;
        }

        /** The name that clients see. */
        public String wireName() {
            return wireName;
        }
    }
}
