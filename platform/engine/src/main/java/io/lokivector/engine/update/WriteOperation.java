package io.lokivector.engine.update;

import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One write of a client, parsed; immutable, for any number of threads. */
public sealed interface WriteOperation {

    /**
     * Inserts a document.
     *
     * @param document checked when it is inserted: as data it may be wrong, the request is not
     */
    record Insert(@Nullable Object document) implements WriteOperation {}

    /**
     * Changes the first document that matches, or all.
     *
     * @param change what a document becomes
     * @param upsert the document to insert if none matches; empty to insert none
     */
    record Change(
            Query query,
            UnaryOperator<Map<String, @Nullable Object>> change,
            boolean many,
            Optional<Map<String, @Nullable Object>> upsert)
            implements WriteOperation {}

    /** Removes the first document that matches, or all. */
    record Delete(Query query, boolean many) implements WriteOperation {}

    /**
     * Changes documents by update operators.
     *
     * @param upsert whether to insert a document, made of what the query demands and of the update,
     *     if none matches
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming the place
     */
    static WriteOperation update(
            Map<String, ? extends @Nullable Object> query,
            Map<String, ? extends @Nullable Object> update,
            boolean many,
            boolean upsert) {
        QueryLimits limits = QueryLimits.standard();
        Query matches = Query.parse(query, limits);
        Update change = Update.parse(update, limits);
        return new Change(
                matches,
                change::apply,
                many,
                upsert
                        ? Optional.of(change.applyToNew(new UpsertSeed(limits).of(query)))
                        : Optional.empty());
    }

    /**
     * Puts a document in the place of the first that matches; it keeps {@code $loki} and {@code
     * meta}.
     *
     * @param upsert whether to insert the document if none matches
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming the place
     */
    static WriteOperation replace(
            Map<String, ? extends @Nullable Object> query,
            Map<String, ? extends @Nullable Object> document,
            boolean upsert) {
        Query matches = Query.parse(query, QueryLimits.standard());
        Map<String, @Nullable Object> given = new LinkedHashMap<>(document);
        ReplacementCheck.check(given);
        return new Change(
                matches, _ -> given, false, upsert ? Optional.of(given) : Optional.empty());
    }

    /**
     * Removes documents.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming the place
     */
    static WriteOperation delete(Map<String, ? extends @Nullable Object> query, boolean many) {
        return new Delete(Query.parse(query, QueryLimits.standard()), many);
    }
}
