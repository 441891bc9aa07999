package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.engine.update.Update;
import io.lokivector.engine.update.WriteOperation;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.WriteRequest;
import io.lokivector.spi.request.WriteRequest.Effect;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes the documents of one collection. Thread-safe. */
public final class DocumentWriter {
    private final CollectionStore store;
    private final CommitQueue queue;
    private final CollectionStore.World world;
    private final DocumentEncoding encoding;
    private final DocumentInserter inserter;
    private final DocumentChanges changes;

    DocumentWriter(
            CollectionStore store,
            CommitQueue queue,
            FieldNames names,
            CollectionStore.World world) {
        this.store = store;
        this.queue = queue;
        this.world = world;
        this.encoding =
                new DocumentEncoding(new DocumentEncoder(names, world.limits()), store.vectors());
        this.inserter = new DocumentInserter(queue, encoding, world);
        this.changes = new DocumentChanges(store, encoding);
    }

    /**
     * Inserts all documents, or none.
     *
     * @return the {@code $loki} of each, in order
     */
    public List<Long> insert(List<? extends @Nullable Map<String, @Nullable Object>> documents) {
        return inserter.insert(documents, 0);
    }

    /**
     * Inserts a stream in batches; their {@code $loki} and {@code meta} are given anew.
     *
     * @return how many were inserted
     * @throws LokiVectorException if the stream fails or a document is refused; the batches before
     *     stay, nothing of the unfinished one does, and the detail {@code imported} counts them
     */
    public long importAll(Iterator<Map<String, @Nullable Object>> documents) {
        return inserter.insertAll(documents);
    }

    /** Changes all documents that match, and answers how many. */
    public long update(Map<String, @Nullable Object> query, Map<String, @Nullable Object> update) {
        if (store.view().size() == 0) {
            return 0;
        }
        return count(WriteOperation.update(query, update, true, false));
    }

    /** Removes all documents that match, and answers how many. */
    public long remove(Map<String, @Nullable Object> query) {
        if (store.view().size() == 0) {
            return 0;
        }
        return count(WriteOperation.delete(query, true));
    }

    private long count(WriteOperation operation) {
        return write(means -> {
            final AtomicLong count = new AtomicLong();
            changes.carryOut(operation, means, () -> "document", _ -> count.incrementAndGet());
            return count.get();
        });
    }

    /** Changes or removes documents, and answers which. */
    public Affected carryOut(WriteOperation operation) {
        return write(means -> {
            final List<DocumentMap> documents = new ArrayList<>();
            final Effect effect =
                    changes.carryOut(operation, means, () -> "document", documents::add);
            return new Affected(documents, effect);
        });
    }

    /**
     * What an operation did.
     *
     * @param documents as they are now, or, removed, as they were
     */
    public record Affected(List<DocumentMap> documents, Effect effect) {}

    /** Carries out several operations; see {@link WriteRequest.Bulk}. */
    public WriteRequest.BulkResult bulk(
            List<? extends @Nullable Object> operations, boolean atomic, boolean ordered) {
        return new BulkWriter(queue, changes, encoding, world).write(operations, atomic, ordered);
    }

    /** Removes every document, and counts ids from 1 again. */
    public void clear() {
        queue.write((tip, transaction) -> {
            final Iterator<DocumentMap> all = store.matching(tip, Query.all());
            while (all.hasNext()) {
                final DocumentMap document = all.next();
                transaction.remove(document.id(), document.stored());
            }
            transaction.resetIds();
            return true;
        });
    }

    /**
     * Removes those of the documents that are still as they are given, and answers how many.
     *
     * @param documents as an earlier view of the collection had them
     */
    public long removeUnchanged(List<DocumentMap> documents) {
        return queue.write((tip, transaction) -> {
            long count = 0;
            for (final DocumentMap document : documents) {
                final Optional<DocumentMap> now = store.document(tip, document.id());
                if (now.isPresent() && now.get().meta().revision() == document.meta().revision()) {
                    transaction.remove(document.id(), now.get().stored());
                    count++;
                }
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
        return write(means -> {
            final DocumentMap before = require(means.tip(), id, ifRevision);
            return changes.put(before, by.apply(before), means);
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

    /** Does work that may meet texts of which vectors are to be made. */
    private <R> R write(Function<DocumentChanges.Means, R> work) {
        final Embedding embedding = new Embedding(world.models());
        final long nowMs = world.clock().millis();
        while (true) {
            try {
                return queue.write((tip, transaction) -> {
                    final R result =
                            work.apply(
                                    new DocumentChanges.Means(tip, transaction, embedding, nowMs));
                    embedding.requireNothing();
                    return result;
                });
            } catch (Embedding.NeededException e) {
                embedding.embedWanted();
            }
        }
    }
}
