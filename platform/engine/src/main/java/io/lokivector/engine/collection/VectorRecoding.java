package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings documents that were there before a vector index into the form it needs. A crash in between
 * does no harm: what is missing is found and done when the collection is opened. Thread-safe.
 */
final class VectorRecoding {
    private static final System.Logger LOG = System.getLogger(VectorRecoding.class.getName());

    /** How many documents are brought into another form under one lock. */
    private static final int RECODE_BATCH = 500;

    private final CollectionStore store;
    private final CommitQueue queue;
    private final CollectionStore.World world;
    private final DocumentEncoder encoder;

    VectorRecoding(
            CollectionStore store,
            CommitQueue queue,
            FieldNames names,
            CollectionStore.World world) {
        this.store = store;
        this.queue = queue;
        this.world = world;
        this.encoder = new DocumentEncoder(names, world.limits());
    }

    /** Goes on with what a crash, or a model that was not there, may have interrupted. */
    void finishInBackground() {
        final List<IndexDefinition> vectors = store.view().definition().vectorIndexes();
        if (!vectors.isEmpty()) {
            Thread.ofVirtual()
                    .name("lokivector-recode-" + store.name())
                    .start(() -> vectors.forEach(index -> finish(index.field())));
        }
    }

    void finish(String field) {
        try {
            recode(field);
        } catch (LokiVectorException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Some documents of {0} have no vector in {1} yet: {2}",
                    store.name(),
                    field,
                    e.problem());
        }
    }

    /**
     * Moves vectors that stand as lists in their documents into the column of their field, and
     * embeds the texts of documents that have none.
     */
    private void recode(String field) {
        final CollectionView view = store.view();
        final Optional<VectorField> vectorField = store.vectors().field(field);
        if (vectorField.isEmpty()) {
            return;
        }
        List<Long> ids = new ArrayList<>();
        for (int shard = 0; shard < view.shards().size(); shard++) {
            for (int slot = view.nextSlot(shard, 0);
                    slot >= 0;
                    slot = view.nextSlot(shard, slot + 1)) {
                final DocumentMap document =
                        store.document(view, view.layout().idOf(shard, slot)).orElseThrow();
                if (needsRecoding(document, vectorField.get())) {
                    ids.add(document.id());
                    if (ids.size() == RECODE_BATCH) {
                        recode(vectorField.get(), ids);
                        ids = new ArrayList<>();
                    }
                }
            }
        }
        recode(vectorField.get(), ids);
    }

    private static boolean needsRecoding(DocumentMap document, VectorField field) {
        if (document.hasColumnVector(field.field())) {
            return false;
        }
        return document.get(field.field()) != null
                || field.source().map(source -> isText(document.get(source))).orElse(false);
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof final String text && !text.isBlank();
    }

    private void recode(VectorField field, List<Long> ids) {
        if (ids.isEmpty()) {
            return;
        }
        final Embedding embedding = new Embedding(world.models());
        while (true) {
            try {
                queue.write((tip, transaction) -> {
                    for (final long id : ids) {
                        recode(tip, transaction, embedding, field, id);
                    }
                    embedding.requireNothing();
                    return true;
                });
                return;
            } catch (Embedding.NeededException e) {
                embedding.embedWanted();
            }
        }
    }

    private void recode(
            CollectionView tip,
            Transaction transaction,
            Embedding embedding,
            VectorField field,
            long id) {
        final Optional<DocumentMap> document = store.document(tip, id);
        if (document.isPresent()
                && needsRecoding(document.get(), field)
                && tip.definition().index(field.field()).isPresent()) {
            transaction.replace(
                    id,
                    document.get().stored(),
                    encoder.encode(
                            embedding.complete(document.get(), null, List.of(field)),
                            document.get().meta(),
                            tip.definition().vectorFields(),
                            "document " + id),
                    () -> "document " + id);
        }
    }
}
