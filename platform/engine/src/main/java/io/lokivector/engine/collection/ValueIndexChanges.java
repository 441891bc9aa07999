package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the indexes of values in step with the documents of a transaction, and finds values that
 * only one document may have; for one thread.
 */
final class ValueIndexChanges {
    /** Unlike {@code List.of()}, it may be asked for null. */
    private static final List<@Nullable Object> NO_KEYS = Collections.emptyList();

    private final CollectionView tip;
    private final ShardLayout layout;
    private final FieldNames names;
    private final Shards shards;
    private final List<UniqueCheck> uniqueChecks = new ArrayList<>();
    private final Map<String, IndexKeys> keys = new HashMap<>();

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

    /** A value that no other document may have, once everything is in place. */
    private record UniqueCheck(String field, Object value, long id, Supplier<String> label) {}

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
        final int slot = layout.slotOf(id);
        final IndexKeys path = keys.computeIfAbsent(index.field(), IndexKeys::new);
        final List<@Nullable Object> before = old == null ? NO_KEYS : path.of(map(id, old));
        final List<@Nullable Object> after = stored == null ? NO_KEYS : path.of(map(id, stored));
        final ShardEdit edit = shards.edit(layout.shardOf(id));
        OrderedIndex ordered = edit.index(index.field());
        for (final Object key : before) {
            if (!after.contains(key)) {
                ordered = ordered.without(new OrderedIndex.Entry(key, slot));
            }
        }
        for (final Object key : after) {
            if (!before.contains(key)) {
                ordered = ordered.with(new OrderedIndex.Entry(key, slot));
                if (index.isUnique() && key != null && isComparable(key)) {
                    uniqueChecks.add(new UniqueCheck(index.field(), key, id, label));
                }
            }
        }
        edit.setIndex(index.field(), ordered);
    }

    /** Lists and objects do not collide: they equal nothing. */
    static boolean isComparable(Object key) {
        return key instanceof String || key instanceof Number || key instanceof Boolean;
    }

    private DocumentMap map(long id, StoredDocument document) {
        return new DocumentMap(id, document, names, Vectors.none());
    }

    /**
     * Checks all values that came.
     *
     * @throws DuplicateKeyException if one of them is taken
     */
    void checkUnique() {
        for (final UniqueCheck check : uniqueChecks) {
            for (int shard = 0; shard < layout.shards(); shard++) {
                checkUnique(check, shard);
            }
        }
    }

    private void checkUnique(UniqueCheck check, int shard) {
        final OrderedIndex index = index(shard, check.field);
        index.forEach(
                index.rankBefore(check.value),
                index.rankAfter(check.value),
                entry -> {
                    final long other = layout.idOf(shard, entry.slot());
                    // Of two new documents the later one is at fault.
                    final boolean laterOfBatch = other >= tip.nextId() && other > check.id;
                    if (other != check.id && !laterOfBatch && check.value.equals(entry.key())) {
                        throw new DuplicateKeyException(
                                check.field, check.value, check.label.get(), check.id);
                    }
                });
    }

    /** The index as it will be, without beginning an edit. */
    private OrderedIndex index(int shard, String field) {
        final @Nullable ShardEdit edit = shards.begun(shard);
        return edit == null
                ? tip.shards().get(shard).values().getOrDefault(field, OrderedIndex.empty())
                : edit.index(field);
    }
}
