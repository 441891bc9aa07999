package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.DocumentMeta;
import io.lokivector.engine.document.EncodedDocument;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.index.VectorField;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.engine.update.Update;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes the documents of one collection. Thread-safe. */
public final class DocumentWriter {
    private final CollectionStore store;
    private final CommitQueue queue;
    private final CollectionStore.World world;
    private final DocumentEncoder encoder;

    DocumentWriter(
            CollectionStore store,
            CommitQueue queue,
            FieldNames names,
            CollectionStore.World world) {
        this.store = store;
        this.queue = queue;
        this.world = world;
        this.encoder = new DocumentEncoder(names, world.limits());
    }

    /**
     * Inserts all documents, or none.
     *
     * @return the {@code $loki} of each, in order
     */
    public List<Long> insert(List<? extends @Nullable Map<String, @Nullable Object>> documents) {
        return insert(documents, 0);
    }

    /** Inserts all, or none; failures count the documents from {@code first}. */
    private List<Long> insert(
            List<? extends @Nullable Map<String, @Nullable Object>> documents, long first) {
        if (documents.size() > world.config().insertDocumentsMax()) {
            throw new LokiVectorException(
                    ErrorCode.TOO_LARGE,
                    "one insert takes at most "
                            + world.config().insertDocumentsMax()
                            + " documents, not "
                            + documents.size());
        }
        if (documents.isEmpty()) {
            return List.of();
        }
        final List<Map<String, ? extends @Nullable Object>> complete = complete(documents, first);
        final long nowMs = world.clock().millis();
        final Set<String> vectorFields = queue.tip().definition().vectorFields();
        final List<EncodedDocument> encoded = encode(complete, nowMs, vectorFields, first);
        return queue.write((tip, transaction) -> {
            // An index may have been made or dropped since.
            final Set<String> fieldsNow = tip.definition().vectorFields();
            final List<EncodedDocument> fresh =
                    fieldsNow.equals(vectorFields)
                            ? encoded
                            : encode(complete, nowMs, fieldsNow, first);
            final List<Long> ids = new ArrayList<>(fresh.size());
            for (int i = 0; i < fresh.size(); i++) {
                ids.add(insert(transaction, fresh.get(i), first + i));
            }
            return List.copyOf(ids);
        });
    }

    private static long insert(Transaction transaction, EncodedDocument document, long i) {
        try {
            return transaction.insert(document, label(i));
        } catch (DuplicateKeyException e) {
            throw e;
        } catch (LokiVectorException e) {
            throw new LokiVectorException(
                    e.code(), label(i) + ": " + e.problem(), withDocument(e.details(), i));
        }
    }

    private static Map<String, @Nullable Object> withDocument(
            Map<String, @Nullable Object> details, long i) {
        final Map<String, @Nullable Object> more = new LinkedHashMap<>(details);
        more.put("document", label(i));
        return more;
    }

    private static String label(long i) {
        return "documents[" + i + "]";
    }

    private List<Map<String, ? extends @Nullable Object>> complete(
            List<? extends @Nullable Map<String, @Nullable Object>> documents, long first) {
        final List<Map<String, ? extends @Nullable Object>> checked =
                new ArrayList<>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            checked.add(checkNew(documents.get(i), first + i));
        }
        final List<VectorField> embedded = embeddedFields(queue.tip().definition());
        if (embedded.isEmpty()) {
            return checked;
        }
        final Embedding embedding = new Embedding(world.models());
        checked.forEach(document -> embedding.complete(document, null, embedded));
        embedding.embedWanted();
        return checked.stream()
                .<Map<String, ? extends @Nullable Object>>map(
                        document -> embedding.complete(document, null, embedded))
                .toList();
    }

    private static Map<String, @Nullable Object> checkNew(
            @Nullable Map<String, @Nullable Object> document, long i) {
        if (document == null) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    label(i) + ": a document must be an object, not null",
                    Map.of("document", label(i)));
        }
        if (document.get("$loki") != null) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    label(i)
                            + ": has a $loki, so it is in a collection already; leave $loki out,"
                            + " or change the document by update",
                    Map.of("document", label(i), "field", "$loki"));
        }
        if (document.get("meta") != null && !(document.get("meta") instanceof Map<?, ?>)) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    label(i) + ": field 'meta' must be an object",
                    Map.of("document", label(i), "field", "meta"));
        }
        return document;
    }

    private List<VectorField> embeddedFields(CollectionDefinition definition) {
        final List<VectorField> fields = new ArrayList<>();
        for (final IndexDefinition index : definition.vectorIndexes()) {
            final Optional<VectorField> field = store.vectors().field(index.field());
            if (field.isPresent() && field.get().source().isPresent()) {
                fields.add(field.get());
            }
        }
        return fields;
    }

    private List<EncodedDocument> encode(
            List<Map<String, ? extends @Nullable Object>> documents,
            long nowMs,
            Set<String> vectorFields,
            long first) {
        final List<EncodedDocument> encoded = new ArrayList<>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            final Map<String, ? extends @Nullable Object> document = documents.get(i);
            final DocumentMeta meta = DocumentMeta.created(nowMs, customMeta(document));
            encoded.add(encoder.encode(document, meta, vectorFields, label(first + i)));
        }
        return encoded;
    }

    private static Map<String, @Nullable Object> customMeta(
            Map<String, ? extends @Nullable Object> document) {
        final Map<String, @Nullable Object> custom = new LinkedHashMap<>();
        if (document.get("meta") instanceof final Map<?, ?> meta) {
            meta.forEach((key, value) -> custom.put(String.valueOf(key), value));
        }
        return custom;
    }

    /**
     * Inserts a stream in batches; their {@code $loki} and {@code meta} are given anew.
     *
     * @return how many were inserted
     * @throws LokiVectorException if the stream fails or a document is refused; the batches before
     *     stay, nothing of the unfinished one does, and the detail {@code imported} counts them
     */
    public long importAll(Iterator<Map<String, @Nullable Object>> documents) {
        final int batchSize = world.config().importBatchDocuments();
        final List<Map<String, @Nullable Object>> batch = new ArrayList<>(batchSize);
        long count = 0;
        try {
            while (documents.hasNext()) {
                final Map<String, @Nullable Object> document =
                        new LinkedHashMap<>(documents.next());
                document.remove("$loki");
                document.remove("meta");
                batch.add(document);
                if (batch.size() == batchSize || !documents.hasNext()) {
                    count += insert(batch, count).size();
                    batch.clear();
                }
            }
            return count;
        } catch (LokiVectorException e) {
            throw endOfImport(e, count);
        }
    }

    private static LokiVectorException endOfImport(LokiVectorException fault, long imported) {
        final Map<String, @Nullable Object> details = new LinkedHashMap<>(fault.details());
        details.put("imported", imported);
        final LokiVectorException end =
                new LokiVectorException(
                        fault.code(), fault.problem() + "; " + imported(imported), details);
        end.initCause(fault);
        return end;
    }

    private static String imported(long count) {
        if (count == 0) {
            return "no document was imported";
        }
        return "the first "
                + (count == 1 ? "document was" : count + " documents were")
                + " imported, none after";
    }

    /** Changes all documents that match, and answers how many. */
    public long update(Map<String, @Nullable Object> query, Map<String, @Nullable Object> update) {
        if (queue.tip().size() == 0) {
            return 0;
        }
        final Query matches = Query.parse(query, QueryLimits.standard());
        final Update change = Update.parse(update, QueryLimits.standard());
        final long nowMs = world.clock().millis();
        return writeEmbedding((tip, transaction, embedding) -> {
            long count = 0;
            final Iterator<DocumentMap> found = store.matching(tip, matches);
            while (found.hasNext()) {
                final DocumentMap before = found.next();
                put(tip, transaction, embedding, before, change.apply(before), nowMs);
                count++;
            }
            return count;
        });
    }

    /** Removes all documents that match, and answers how many. */
    public long remove(Map<String, @Nullable Object> query) {
        if (queue.tip().size() == 0) {
            return 0;
        }
        final Query matches = Query.parse(query, QueryLimits.standard());
        return queue.write((tip, transaction) -> {
            long count = 0;
            final Iterator<DocumentMap> found = store.matching(tip, matches);
            while (found.hasNext()) {
                final DocumentMap document = found.next();
                transaction.remove(document.id(), document.stored());
                count++;
            }
            return count;
        });
    }

    /** Puts a document in the place of another, keeping {@code $loki} and {@code meta}. */
    public DocumentMap replace(
            long id, Map<String, @Nullable Object> document, Optional<Long> ifRevision) {
        checkSameId(id, document);
        return change(id, ifRevision, _ -> document);
    }

    /** Changes one document by update operators, or by setting the fields given. */
    public DocumentMap patch(
            long id, Map<String, @Nullable Object> patch, Optional<Long> ifRevision) {
        checkSameId(id, patch);
        final boolean hasOperators =
                patch.keySet().stream()
                        .anyMatch(key -> key.startsWith("$") && !key.equals("$loki"));
        if (hasOperators) {
            final Update update = Update.parse(patch, QueryLimits.standard());
            return change(id, ifRevision, update::apply);
        }
        return change(
                id,
                ifRevision,
                before -> {
                    final Map<String, @Nullable Object> after = new LinkedHashMap<>(before);
                    after.putAll(patch);
                    return after;
                });
    }

    private static void checkSameId(long id, Map<String, @Nullable Object> document) {
        final @Nullable Object given = document.get("$loki");
        if (given != null && !(given instanceof final Number number && number.longValue() == id)) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "the document's $loki is " + given + ", but document " + id + " is meant");
        }
    }

    private DocumentMap change(
            long id, Optional<Long> ifRevision, UnaryOperator<Map<String, @Nullable Object>> by) {
        final long nowMs = world.clock().millis();
        return writeEmbedding((tip, transaction, embedding) -> {
            final DocumentMap before = require(tip, id, ifRevision);
            final StoredDocument stored =
                    put(tip, transaction, embedding, before, by.apply(before), nowMs);
            return store.map(tip, id, stored);
        });
    }

    /** Removes one document. */
    public void delete(long id, Optional<Long> ifRevision) {
        queue.write((tip, transaction) -> {
            final DocumentMap document = require(tip, id, ifRevision);
            transaction.remove(id, document.stored());
            return true;
        });
    }

    private DocumentMap require(CollectionView tip, long id, Optional<Long> ifRevision) {
        final DocumentMap document =
                store.document(tip, id)
                        .orElseThrow(() ->
                                new LokiVectorException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no document "
                                                + id
                                                + " in collection '"
                                                + store.name()
                                                + "'",
                                        Map.of("id", id)));
        final long revision = document.meta().revision();
        if (ifRevision.isPresent() && ifRevision.get() != revision) {
            throw new LokiVectorException(
                    ErrorCode.PRECONDITION_FAILED,
                    "document "
                            + id
                            + " has revision "
                            + revision
                            + ", not "
                            + ifRevision.get()
                            + "; read it again and repeat the change",
                    Map.of("id", id, "revision", revision));
        }
        return document;
    }

    private StoredDocument put(
            CollectionView tip,
            Transaction transaction,
            Embedding embedding,
            DocumentMap before,
            Map<String, @Nullable Object> after,
            long nowMs) {
        final Map<String, ? extends @Nullable Object> complete =
                embedding.complete(after, before, embeddedFields(tip.definition()));
        final String label = "document " + before.id();
        final EncodedDocument encoded =
                encoder.encode(
                        complete,
                        before.meta().changed(nowMs),
                        tip.definition().vectorFields(),
                        label);
        return transaction.replace(before.id(), before.stored(), encoded, label);
    }

    /**
     * What a writer wants who may meet texts.
     *
     * @param <R> what it answers
     */
    @FunctionalInterface
    private interface EmbeddingWork<R> {
        R on(CollectionView tip, Transaction transaction, Embedding embedding);
    }

    private <R> R writeEmbedding(EmbeddingWork<R> work) {
        final Embedding embedding = new Embedding(world.models());
        while (true) {
            try {
                return queue.write((tip, transaction) -> {
                    final R result = work.on(tip, transaction, embedding);
                    embedding.requireNothing();
                    return result;
                });
            } catch (Embedding.NeededException e) {
                embedding.embedWanted();
            }
        }
    }
}
