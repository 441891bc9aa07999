package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.EncodedDocument;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.update.WriteOperation;
import io.lokivector.spi.request.WriteRequest.Effect;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries out write operations in transactions. Thread-safe. */
final class DocumentChanges {
    private final CollectionStore store;
    private final DocumentEncoding encoding;

    DocumentChanges(CollectionStore store, DocumentEncoding encoding) {
        this.store = store;
        this.encoding = encoding;
    }

    /**
     * What an operation is carried out with.
     *
     * @param embedding has the vectors of texts, or takes note that they are wanted
     */
    record Means(CollectionView tip, Transaction transaction, Embedding embedding, long nowMs) {}

    /**
     * Carries out an operation.
     *
     * @param label the place of a document to be inserted, for failures
     * @param affected is given the documents: as they are now, or, removed, as they were
     */
    Effect carryOut(
            WriteOperation operation,
            Means means,
            Supplier<String> label,
            Consumer<? super DocumentMap> affected) {
        return switch (operation) {
            case WriteOperation.Insert(var document) -> {
                affected.accept(insert(DocumentEncoding.checkNew(document, label), means, label));
                yield Effect.INSERTED;
            }
            case final WriteOperation.Change change -> carryOut(change, means, label, affected);
            case WriteOperation.Delete(var query, boolean many) -> {
                final Iterator<DocumentMap> found = store.matching(means.tip, query);
                while (found.hasNext()) {
                    final DocumentMap document = found.next();
                    affected.accept(document);
                    means.transaction.remove(document.id(), document.stored());
                    if (!many) {
                        break;
                    }
                }
                yield Effect.REMOVED;
            }
        };
    }

    private Effect carryOut(
            WriteOperation.Change change,
            Means means,
            Supplier<String> label,
            Consumer<? super DocumentMap> affected) {
        final Iterator<DocumentMap> found = store.matching(means.tip, change.query());
        if (!found.hasNext() && change.upsert().isPresent()) {
            affected.accept(insert(change.upsert().get(), means, label));
            return Effect.INSERTED;
        }
        while (found.hasNext()) {
            final DocumentMap before = found.next();
            affected.accept(put(before, change.change().apply(before), means));
            if (!change.many()) {
                break;
            }
        }
        return Effect.UPDATED;
    }

    private DocumentMap insert(
            Map<String, ? extends @Nullable Object> document, Means means, Supplier<String> label) {
        final CollectionDefinition definition = means.tip.definition();
        final Map<String, ? extends @Nullable Object> complete =
                means.embedding.complete(document, null, encoding.embeddedFields(definition));
        final EncodedDocument encoded =
                encoding.inserted(complete, means.nowMs, definition.vectorFields(), label);
        return insert(encoded, means, label);
    }

    /** Inserts a document, whose place every failure names. */
    DocumentMap insert(EncodedDocument document, Means means, Supplier<String> label) {
        final StoredDocument stored = new StoredDocument(document.body());
        final long id = DocumentInserter.insert(means.transaction, stored, document, label);
        return store.map(means.tip, id, stored);
    }

    /** Puts a document in the place of its older version. */
    DocumentMap put(DocumentMap before, Map<String, @Nullable Object> after, Means means) {
        final CollectionDefinition definition = means.tip.definition();
        final Set<String> vectorFields = definition.vectorFields();
        final Map<String, ? extends @Nullable Object> complete =
                means.embedding.complete(after, before, encoding.embeddedFields(definition));
        final Supplier<String> label = () -> "document " + before.id();
        final EncodedDocument encoded =
                encoding.changed(before, complete, means.nowMs, vectorFields, label);
        final StoredDocument stored =
                means.transaction.replace(before.id(), before.stored(), encoded, label);
        return store.map(means.tip, before.id(), stored);
    }
}
