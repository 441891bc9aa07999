package io.lokivector.engine.collection;

import io.lokivector.engine.document.EncodedDocument;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.index.InParallel;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Inserts documents into one collection, a list at a time or from a stream. Thread-safe. */
final class DocumentInserter {
    /** How many documents of a list are encoded by one core before the next ones. */
    private static final int PART = 256;

    private final CommitQueue queue;
    private final DocumentEncoding encoding;
    private final CollectionStore.World world;

    DocumentInserter(CommitQueue queue, DocumentEncoding encoding, CollectionStore.World world) {
        this.queue = queue;
        this.encoding = encoding;
        this.world = world;
    }

    /**
     * Inserts all, or none.
     *
     * @param first from which number failures count the documents
     * @return the {@code $loki} of each, in order
     */
    List<Long> insert(
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
        while (true) {
            try {
                return insertCompleted(documents, first);
            } catch (Embedding.NeededException e) {
                // A field with a model was made or dropped since: embed for what is there now.
                continue;
            }
        }
    }

    private List<Long> insertCompleted(
            List<? extends @Nullable Map<String, @Nullable Object>> documents, long first) {
        final List<VectorField> embedded = encoding.embeddedFields(queue.tip().definition());
        final List<Map<String, ? extends @Nullable Object>> complete =
                complete(documents, first, embedded);
        final long nowMs = world.clock().millis();
        final Set<String> vectorFields = queue.tip().definition().vectorFields();
        final List<EncodedDocument> encoded = encode(complete, nowMs, vectorFields, first);
        return queue.write((tip, transaction) -> {
            if (!encoding.embeddedFields(tip.definition()).equals(embedded)) {
                throw new Embedding.NeededException();
            }
            // An index may have been made or dropped since.
            final Set<String> fieldsNow = tip.definition().vectorFields();
            final List<EncodedDocument> fresh =
                    fieldsNow.equals(vectorFields)
                            ? encoded
                            : encode(complete, nowMs, fieldsNow, first);
            final List<Long> ids = new ArrayList<>(fresh.size());
            for (int i = 0; i < fresh.size(); i++) {
                ids.add(insertOne(transaction, fresh.get(i), place(first + i)));
            }
            return Collections.unmodifiableList(ids);
        });
    }

    private static long insertOne(
            Transaction transaction, EncodedDocument document, Supplier<String> label) {
        return insert(transaction, new StoredDocument(document.body()), document, label);
    }

    /** Inserts one, whose place every failure names. */
    static long insert(
            Transaction transaction,
            StoredDocument stored,
            EncodedDocument document,
            Supplier<String> place) {
        try {
            return transaction.insert(stored, document, place);
        } catch (DuplicateKeyException e) {
            throw e;
        } catch (LokiVectorException e) {
            final String label = place.get();
            final Map<String, @Nullable Object> details = new LinkedHashMap<>(e.details());
            details.put("document", label);
            throw new LokiVectorException(e.code(), label + ": " + e.problem(), details);
        }
    }

    private static Supplier<String> place(long i) {
        return () -> "documents[" + i + "]";
    }

    private List<Map<String, ? extends @Nullable Object>> complete(
            List<? extends @Nullable Map<String, @Nullable Object>> documents,
            long first,
            List<VectorField> embedded) {
        final List<Map<String, ? extends @Nullable Object>> checked =
                new ArrayList<>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            checked.add(DocumentEncoding.checkNew(documents.get(i), place(first + i)));
        }
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

    private List<EncodedDocument> encode(
            List<Map<String, ? extends @Nullable Object>> documents,
            long nowMs,
            Set<String> vectorFields,
            long first) {
        final @Nullable EncodedDocument[] encoded = new @Nullable EncodedDocument[documents.size()];
        final int parts = (encoded.length + PART - 1) / PART;
        final @Nullable LokiVectorException[] faults = new @Nullable LokiVectorException[parts];
        InParallel.forEach(
                parts,
                1,
                part -> {
                    final int from = part * PART;
                    final int to = Math.min(encoded.length, from + PART);
                    try {
                        for (int i = from; i < to; i++) {
                            encoded[i] =
                                    encoding.inserted(
                                            documents.get(i),
                                            nowMs,
                                            vectorFields,
                                            place(first + i));
                        }
                    } catch (LokiVectorException e) {
                        faults[part] = e;
                    }
                });
        // The first document that is at fault is named, whichever was met first.
        for (final LokiVectorException fault : faults) {
            if (fault != null) {
                throw fault;
            }
        }
        return Arrays.asList(encoded);
    }

    /**
     * Inserts a stream in batches; their {@code $loki} and {@code meta} are given anew.
     *
     * @return how many were inserted
     * @throws LokiVectorException if the stream fails or a document is refused; the batches before
     *     stay, nothing of the unfinished one does, and the detail {@code imported} counts them
     */
    long insertAll(Iterator<Map<String, @Nullable Object>> documents) {
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
}
