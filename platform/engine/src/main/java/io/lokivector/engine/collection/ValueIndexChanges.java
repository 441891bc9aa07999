package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import io.lokivector.engine.query.KeyWriter;
import io.lokivector.engine.values.IndexShape;
import io.lokivector.engine.values.KeyBatch;
import io.lokivector.engine.values.ValueIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a transaction changes in the indexes of values, makes it at the end in one go, and
 * finds values that only one document may have; for one thread.
 */
final class ValueIndexChanges {
    private final CollectionView tip;
    private final ShardLayout layout;
    private final FieldNames names;
    private final Shards shards;
    private final KeyWriter writer = new KeyWriter();
    private final Map<String, IndexShape> shapes = new HashMap<>();
    private final Map<Place, Pending> pending = new HashMap<>();
    private final List<UniqueCheck> uniqueChecks = new ArrayList<>();

    /** Changes the indexes of the view after {@code tip}. */
    ValueIndexChanges(CollectionView tip, FieldNames names, Shards shards) {
        this.tip = tip;
        this.layout = tip.layout();
        this.names = names;
        this.shards = shards;
    }

    /** The shards of a transaction. */
    interface Shards {
        /** The edit of a shard, begun if it is not under way. */
        ShardEdit edit(int shard);

        /** The edit of a shard, or null if nothing of it has changed. */
        @Nullable ShardEdit begun(int shard);
    }

    /** One index in one shard. */
    private record Place(int shard, String index) {}

    /** What is to be changed in an index. */
    private static final class Pending {
        private final KeyBatch batch = new KeyBatch();
        private int branched;
    }

    /** A value that no other document may have, once everything is in place. */
    private record UniqueCheck(
            IndexDefinition index,
            IndexShape.Key key,
            Object value,
            long id,
            Supplier<String> label) {}

    /**
     * Takes note of a document that comes, changes or goes.
     *
     * @param old null if it comes
     * @param stored null if it goes
     * @param label names it in a failure
     */
    void change(
            CollectionDefinition definition,
            long id,
            @Nullable StoredDocument old,
            @Nullable StoredDocument stored,
            Supplier<String> label) {
        for (final IndexDefinition index : definition.indexes()) {
            if (!index.isVector()) {
                change(index, id, old, stored, label);
            }
        }
    }

    private void change(
            IndexDefinition index,
            long id,
            @Nullable StoredDocument old,
            @Nullable StoredDocument stored,
            Supplier<String> label) {
        final IndexShape shape = shape(index);
        final IndexShape.Keys before = keys(shape, id, old);
        final IndexShape.Keys after = keys(shape, id, stored);
        final Pending changes =
                pending.computeIfAbsent(
                        new Place(layout.shardOf(id), index.field()), _ -> new Pending());
        final int slot = layout.slotOf(id);
        for (final IndexShape.Key key : before.keys()) {
            if (!after.contains(key)) {
                changes.batch.remove(key.bytes(), slot);
            }
        }
        for (final IndexShape.Key key : after.keys()) {
            final boolean isNew = !before.contains(key);
            if (isNew) {
                changes.batch.add(key.bytes(), slot);
            }
            final @Nullable Object value = index.isUnique() ? key.value() : null;
            if (value != null && (isNew || key.isCut())) {
                uniqueChecks.add(new UniqueCheck(index, key, value, id, label));
            }
        }
        changes.branched += (after.isBranched() ? 1 : 0) - (before.isBranched() ? 1 : 0);
    }

    private IndexShape shape(IndexDefinition index) {
        return shapes.computeIfAbsent(index.field(), _ -> index.shape());
    }

    private IndexShape.Keys keys(IndexShape shape, long id, @Nullable StoredDocument document) {
        return document == null
                ? IndexShape.Keys.NONE
                : shape.of(new DocumentMap(id, document, names, Vectors.none()), writer);
    }

    /**
     * Changes the indexes.
     *
     * @throws DuplicateKeyException if a value that only one document may have is taken
     */
    void finish() {
        pending.forEach((place, changes) -> {
            final ShardEdit edit = shards.edit(place.shard);
            final @Nullable ValueIndex index = edit.index(place.index);
            // It may have been dropped after the change.
            if (index != null) {
                edit.setIndex(
                        place.index,
                        new ValueIndex(
                                index.shape(),
                                index.entries().with(changes.batch),
                                index.branched() + changes.branched));
            }
        });
        pending.clear();
        uniqueChecks.forEach(this::check);
        uniqueChecks.clear();
    }

    private void check(UniqueCheck check) {
        for (int shard = 0; shard < layout.shards(); shard++) {
            final @Nullable ValueIndex index = index(shard, check.index.field());
            if (index == null) {
                continue;
            }
            for (final int slot : index.slotsOf(check.key)) {
                final long other = layout.idOf(shard, slot);
                // Of two new documents the later one is at fault.
                final boolean laterOfBatch = other >= tip.nextId() && other > check.id;
                if (other != check.id && !laterOfBatch && hasValue(other, check)) {
                    throw new DuplicateKeyException(
                            check.index.field(), check.value, check.label.get(), check.id);
                }
            }
        }
    }

    /** Whether a document that has the key has its value, too. */
    private boolean hasValue(long id, UniqueCheck check) {
        if (!check.key.isCut()) {
            return true;
        }
        final int shard = layout.shardOf(id);
        final @Nullable ShardEdit edit = shards.begun(shard);
        final @Nullable StoredDocument document =
                edit == null ? tip.document(id) : edit.document(layout.slotOf(id));
        return keys(shape(check.index), id, document).keys().stream()
                .anyMatch(key -> check.value.equals(key.value()));
    }

    /** The index as it will be, without beginning an edit. */
    private @Nullable ValueIndex index(int shard, String name) {
        final @Nullable ShardEdit edit = shards.begun(shard);
        return edit == null ? tip.shards().get(shard).values().get(name) : edit.index(name);
    }
}
