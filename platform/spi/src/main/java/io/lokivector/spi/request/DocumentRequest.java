package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request about the documents of one collection.
 *
 * @param <R> what it answers
 */
public sealed interface DocumentRequest<R> extends OnCollection<R> {
    /** A request that only looks. */
    sealed interface Reading<R> extends DocumentRequest<R> {
        @Override
        default Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /** A request that changes documents. */
    sealed interface Writing<R> extends DocumentRequest<R> {
        @Override
        default Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /** Inserts all documents, or none if one of them is bad. */
    record Insert(String collection, List<Map<String, @Nullable Object>> documents)
            implements Writing<Inserted> {}

    /** What an insert did: the {@code $loki} of each document, in order. */
    record Inserted(List<Long> ids) {}

    /** Finds documents. */
    record Find(String collection, Map<String, @Nullable Object> query, FindOptions options)
            implements Reading<List<Map<String, @Nullable Object>>> {}

    /** Finds the first document. */
    record FindOne(String collection, Map<String, @Nullable Object> query, FindOptions options)
            implements Reading<Optional<Map<String, @Nullable Object>>> {}

    /** Counts documents. */
    record Count(String collection, Map<String, @Nullable Object> query) implements Reading<Long> {}

    /**
     * Carries out a find and answers how instead of what: the {@code plan} with the indexes used,
     * their bounds in words and whether they decide alone ({@code exact}); {@code keysExamined},
     * {@code documentsExamined}, {@code returned}, how it was sorted, and {@code durationsMs}.
     */
    record Explain(String collection, Map<String, @Nullable Object> query, FindOptions options)
            implements Reading<Map<String, @Nullable Object>> {}

    /** Changes all documents that match; answers how many. */
    record Update(
            String collection,
            Map<String, @Nullable Object> query,
            Map<String, @Nullable Object> update)
            implements Writing<Long> {}

    /** Removes all documents that match; answers how many. */
    record Remove(String collection, Map<String, @Nullable Object> query)
            implements Writing<Long> {}

    /** One document, if there is one of that id. */
    record GetDocument(String collection, long id)
            implements Reading<Optional<Map<String, @Nullable Object>>> {}

    /**
     * Replaces a document, keeping {@code $loki} and {@code meta}.
     *
     * @param ifRevision the {@code meta.revision} it must still have
     */
    record ReplaceDocument(
            String collection,
            long id,
            Map<String, @Nullable Object> document,
            Optional<Long> ifRevision)
            implements Writing<Map<String, @Nullable Object>> {}

    /**
     * Changes a document by update operators, or, without operators, by setting the fields given.
     *
     * @param ifRevision the {@code meta.revision} it must still have
     */
    record PatchDocument(
            String collection,
            long id,
            Map<String, @Nullable Object> patch,
            Optional<Long> ifRevision)
            implements Writing<Map<String, @Nullable Object>> {}

    /**
     * Removes a document.
     *
     * @param ifRevision the {@code meta.revision} it must still have
     */
    record DeleteDocument(String collection, long id, Optional<Long> ifRevision)
            implements Writing<Done> {}

    /**
     * Inserts a stream of documents in batches, each of them all or nothing.
     *
     * @param documents read as they are needed; an exception of it ends the import after the
     *     batches that were complete
     */
    record ImportDocuments(String collection, Iterator<Map<String, @Nullable Object>> documents)
            implements Writing<Imported> {}

    /** What an import did. */
    record Imported(long count) {}

    /** All documents that match, as a stream over one moment of the collection. */
    record ExportDocuments(String collection, Map<String, @Nullable Object> query)
            implements Reading<DocumentCursor> {}
}
