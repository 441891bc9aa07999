package io.lokivector.engine.collection;

import io.lokivector.engine.document.StoredDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A collection at one moment: what a reader looks at while writers go on; immutable.
 *
 * @param nextId the {@code $loki} of the next document
 */
public record CollectionView(CollectionDefinition definition, List<ShardView> shards, long nextId) {
    /** Keeps a copy of the list. */
    public CollectionView {
        shards = List.copyOf(shards);
    }

    /** Where documents are. */
    public ShardLayout layout() {
        return new ShardLayout(definition.shards());
    }

    /** How many documents there are. */
    public long size() {
        long size = 0;
        for (final ShardView shard : shards) {
            size += shard.size();
        }
        return size;
    }

    /** How many changes it has had: never fewer in a later view. */
    public long sequence() {
        long sequence = 0;
        for (final ShardView shard : shards) {
            sequence += shard.sequence();
        }
        return sequence;
    }

    long bytes() {
        long bytes = 0;
        for (final ShardView shard : shards) {
            bytes += shard.bytes();
        }
        return bytes;
    }

    /** How many documents a shard has. */
    public int size(int shard) {
        return shards.get(shard).size();
    }

    /** The document at a slot, or null. */
    public @Nullable StoredDocument document(int shard, int slot) {
        return shards.get(shard).document(slot);
    }

    /** The first slot from {@code from} on that has a document, or -1. */
    public int nextSlot(int shard, int from) {
        return shards.get(shard).documents().nextSlot(from);
    }

    /** A number above every slot of a shard that has a document. */
    public int endSlot(int shard) {
        return shards.get(shard).documents().leaves() * PersistentTable.LEAF_SLOTS;
    }

    /** The document of an id, or null. */
    @Nullable StoredDocument document(long id) {
        final ShardLayout layout = layout();
        return layout.isPossible(id) ? document(layout.shardOf(id), layout.slotOf(id)) : null;
    }

    CollectionView withNextId(long id) {
        return new CollectionView(definition, shards, id);
    }
}
