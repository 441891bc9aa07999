package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings documents that were there before a vector index into the form it needs: vectors that stand
 * as lists in them are moved into the column of their field, and then texts that have no vector are
 * embedded.
 *
 * <p>The catalogue knows of each index whether that has been done ({@link
 * IndexDefinition#recoded()}), so what a crash, or a model that is not there, interrupts is done
 * later. Until all vectors are in the column the index is not filled, and searches look at every
 * document. Thread-safe.
 */
final class VectorRecoding {
    private static final System.Logger LOG = System.getLogger(VectorRecoding.class.getName());

    /** How many documents are brought into another form under one lock. */
    private static final int RECODE_BATCH = 500;

    static final String MOVING =
            "vectors of documents that were there before it are still being moved";
    private static final String EMBEDDING =
            "texts of documents that were there before it are still being embedded";

    private final CollectionStore store;
    private final CommitQueue queue;
    private final CollectionStore.World world;
    private final DocumentEncoder encoder;

    /** Held by whoever does it. */
    private final ReentrantLock work = new ReentrantLock();

    /** The numbers of the indexes whose vectors are all in their columns. */
    private final Set<Integer> moved = new HashSet<>();

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

    /** Whether an index may be filled before this has been done. */
    boolean isDone(String field) {
        return unfinished(store.view().definition()).stream()
                .noneMatch(index -> index.field().equals(field));
    }

    private static List<IndexDefinition> unfinished(CollectionDefinition definition) {
        return definition.vectorIndexes().stream().filter(index -> !index.recoded()).toList();
    }

    /**
     * Does what is to be done, and fills the indexes it was done for, on a thread of its own; not
     * if it is being done already.
     */
    void goOnInBackground() {
        final List<IndexDefinition> unfinished = unfinished(store.view().definition());
        if (!unfinished.isEmpty() && !work.isLocked()) {
            Thread.ofVirtual()
                    .name("lokivector-recode-" + store.name())
                    .start(() -> unfinished.forEach(index -> fill(index.field())));
        }
    }

    /** Does what is to be done for a field, and fills its index; returns when that is done. */
    void fill(String field) {
        if (!isDone(field)) {
            work.lock();
            try {
                store.vectors().field(field).ifPresent(this::fill);
            } finally {
                work.unlock();
            }
        }
        // Others need not wait for this one.
        if (isDone(field)) {
            store.vectors()
                    .field(field)
                    .ifPresent(finished -> {
                        finished.beFinished();
                        finished.fillAll();
                    });
        }
    }

    private void fill(VectorField field) {
        if (isDone(field.field())) {
            return;
        }
        if (moved.contains(field.number())
                || isCarriedOut(field, MOVING, document -> isList(document, field.field()))) {
            moved.add(field.number());
            field.fillAll();
            final Optional<String> source = field.source();
            if (isCarriedOut(
                    field, EMBEDDING, document -> isText(document, field.field(), source))) {
                tellCatalogue(field);
            }
        }
    }

    /** Brings the documents of a kind into the form that is needed, or tells why it cannot. */
    private boolean isCarriedOut(VectorField field, String what, Predicate<DocumentMap> isMeant) {
        field.beUnfinished(what);
        try {
            recode(field, isMeant);
            return true;
        } catch (LokiVectorException e) {
            field.beUnfinished(what + "; it is tried again, for it failed: " + e.problem());
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Some documents of {0} have no vector in {1} yet: {2}",
                    store.name(),
                    field.field(),
                    e.problem());
            return false;
        }
    }

    private void tellCatalogue(VectorField field) {
        try {
            queue.write((tip, transaction) -> {
                transaction.define(
                        tip.definition()
                                .withIndex(
                                        field.field(),
                                        index ->
                                                index.number() == field.number()
                                                        ? index.withRecoded(true)
                                                        : index));
                return true;
            });
        } catch (LokiVectorException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The documents of {0} will be looked through again: {1}",
                    store.name(),
                    e.problem());
        }
    }

    private static boolean isList(DocumentMap document, String field) {
        return !document.hasColumnVector(field) && document.get(field) != null;
    }

    private static boolean isText(DocumentMap document, String field, Optional<String> source) {
        return source.isPresent()
                && !document.hasColumnVector(field)
                && document.get(source.get()) instanceof final String text
                && !text.isBlank();
    }

    private void recode(VectorField field, Predicate<DocumentMap> isMeant) {
        final CollectionView view = store.view();
        List<Long> ids = new ArrayList<>();
        for (int shard = 0; shard < view.shards().size(); shard++) {
            for (int slot = view.nextSlot(shard, 0);
                    slot >= 0;
                    slot = view.nextSlot(shard, slot + 1)) {
                final long id = view.layout().idOf(shard, slot);
                if (isMeant.test(store.document(view, id).orElseThrow())) {
                    ids.add(id);
                    if (ids.size() == RECODE_BATCH) {
                        recode(field, isMeant, ids);
                        ids = new ArrayList<>();
                    }
                }
            }
        }
        recode(field, isMeant, ids);
    }

    private void recode(VectorField field, Predicate<DocumentMap> isMeant, List<Long> ids) {
        if (ids.isEmpty()) {
            return;
        }
        final Embedding embedding = new Embedding(world.models());
        while (true) {
            try {
                queue.write((tip, transaction) -> {
                    for (final long id : ids) {
                        recode(tip, transaction, embedding, field, id, isMeant);
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
            long id,
            Predicate<DocumentMap> isMeant) {
        final @Nullable DocumentMap document = store.document(tip, id).orElse(null);
        if (document != null
                && isMeant.test(document)
                && tip.definition().index(field.field()).isPresent()) {
            transaction.replace(
                    id,
                    document.stored(),
                    encoder.encode(
                            embedding.complete(document, null, List.of(field)),
                            document.meta(),
                            tip.definition().vectorFields(),
                            "document " + id),
                    () -> "document " + id);
        }
    }
}
