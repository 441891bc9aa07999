package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import io.lokivector.engine.index.InParallel;
import io.lokivector.engine.query.KeyWriter;
import io.lokivector.engine.values.IndexShape;
import io.lokivector.engine.values.KeyBatch;
import io.lokivector.engine.values.KeyTree;
import io.lokivector.engine.values.ValueIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Makes indexes of values over all documents of a shard, on all cores. */
final class ValueIndexBuilder {
    /** How many slots are read at once: enough that a batch is worth merging. */
    private static final int PART_SLOTS = 1 << 16;

    private final ShardLayout layout;
    private final FieldNames names;

    ValueIndexBuilder(ShardLayout layout, FieldNames names) {
        this.layout = layout;
        this.names = names;
    }

    /**
     * Makes an index.
     *
     * @param progress is told how many more documents have been read, from any thread; may throw to
     *     end it
     */
    ValueIndex build(
            IndexShape shape,
            PersistentTable<StoredDocument> documents,
            int shard,
            IntConsumer progress) {
        final int parts = (int) ((documents.capacity() + PART_SLOTS - 1) / PART_SLOTS);
        final List<KeyBatch> batches = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            batches.add(new KeyBatch());
        }
        final AtomicInteger branched = new AtomicInteger();
        InParallel.forEach(
                parts,
                1,
                part -> {
                    final KeyWriter writer = new KeyWriter();
                    final KeyBatch batch = batches.get(part);
                    final long end = (part + 1L) * PART_SLOTS;
                    int read = 0;
                    for (int slot = documents.nextSlot(part * PART_SLOTS);
                            slot >= 0 && slot < end;
                            slot = documents.nextSlot(slot + 1)) {
                        final IndexShape.Keys keys =
                                shape.of(document(documents, shard, slot), writer);
                        for (final IndexShape.Key key : keys.keys()) {
                            batch.add(key.bytes(), slot);
                        }
                        if (keys.isBranched()) {
                            branched.incrementAndGet();
                        }
                        read++;
                    }
                    batch.sort();
                    progress.accept(read);
                });
        KeyTree tree = KeyTree.empty();
        for (final KeyBatch batch : batches) {
            tree = tree.with(batch);
        }
        return new ValueIndex(shape, tree, branched.get());
    }

    private DocumentMap document(PersistentTable<StoredDocument> documents, int shard, int slot) {
        final StoredDocument stored = documents.get(slot);
        if (stored == null) {
            throw new IllegalStateException("slot " + slot + " has no document");
        }
        return new DocumentMap(layout.idOf(shard, slot), stored, names, Vectors.none());
    }
}
