package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import io.lokivector.engine.query.KeyWriter;
import io.lokivector.engine.values.IndexShape;
import io.lokivector.engine.values.KeyTree;
import io.lokivector.engine.values.ValueIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds values that are there twice in an index that is to be unique; for one thread. */
final class UniqueValues {
    private final IndexDefinition index;
    private final IndexShape shape;
    private final ShardLayout layout;
    private final FieldNames names;
    private final KeyWriter writer = new KeyWriter();

    UniqueValues(IndexDefinition index, ShardLayout layout, FieldNames names) {
        this.index = index;
        this.shape = index.shape();
        this.layout = layout;
        this.names = names;
    }

    /** A document that claims a value for itself. */
    record Claim(IndexShape.Key key, long id) {}

    /**
     * Checks all values.
     *
     * @throws DuplicateKeyException naming two documents that have the same
     */
    void check(CollectionView view, List<ValueIndex> shards) {
        for (int shard = 0; shard < shards.size(); shard++) {
            final KeyTree tree = shards.get(shard).entries();
            int rank = 0;
            while (rank < tree.size()) {
                final byte[] key = tree.key(rank);
                final int end = tree.rank(Arrays.copyOf(key, key.length + 1));
                final List<Long> ids = new ArrayList<>(ids(tree, rank, end, shard));
                // What is in earlier shards has been compared with this one already.
                for (int other = shard + 1; other < shards.size(); other++) {
                    final KeyTree others = shards.get(other).entries();
                    ids.addAll(
                            ids(
                                    others,
                                    others.rank(key),
                                    others.rank(Arrays.copyOf(key, key.length + 1)),
                                    other));
                }
                if (ids.size() > 1) {
                    checkValues(view, key, ids);
                }
                rank = end;
            }
        }
    }

    private List<Long> ids(KeyTree tree, int from, int to, int shard) {
        if (to - from == 0) {
            return List.of();
        }
        return Arrays.stream(tree.slots(from, to))
                .mapToObj(slot -> layout.idOf(shard, slot))
                .toList();
    }

    /** Documents of one key may have several values if it was cut off, or none that counts. */
    private void checkValues(CollectionView view, byte[] key, List<Long> ids) {
        final Map<Object, Long> seen = new HashMap<>();
        for (final long id : ids) {
            final @Nullable Object value = valueOf(view, id, key);
            if (value == null && key.length < KeyTree.KEY_BYTES_MAX) {
                return;
            }
            if (value != null) {
                final @Nullable Long other = seen.putIfAbsent(value, id);
                if (other != null) {
                    throw duplicate(value, other, id);
                }
            }
        }
    }

    private @Nullable Object valueOf(CollectionView view, long id, byte[] key) {
        for (final IndexShape.Key each : keysOf(view, id).keys()) {
            if (Arrays.equals(each.bytes(), key)) {
                return each.value();
            }
        }
        return null;
    }

    private IndexShape.Keys keysOf(CollectionView view, long id) {
        final @Nullable StoredDocument document = view.document(id);
        return document == null
                ? IndexShape.Keys.NONE
                : shape.of(new DocumentMap(id, document, names, Vectors.none()), writer);
    }

    /** Checks the values that some documents claim. */
    void check(CollectionView view, List<ValueIndex> shards, List<Claim> claims) {
        for (final Claim claim : claims) {
            for (int shard = 0; shard < shards.size(); shard++) {
                for (final int slot : shards.get(shard).slotsOf(claim.key)) {
                    final long other = layout.idOf(shard, slot);
                    if (other != claim.id && hasValue(view, other, claim.key)) {
                        throw duplicate(
                                Objects.requireNonNull(claim.key.value()),
                                Math.min(other, claim.id),
                                Math.max(other, claim.id));
                    }
                }
            }
        }
    }

    private boolean hasValue(CollectionView view, long id, IndexShape.Key key) {
        return !key.isCut()
                || keysOf(view, id).keys().stream()
                        .anyMatch(each -> Objects.equals(each.value(), key.value()));
    }

    private DuplicateKeyException duplicate(Object value, long first, long second) {
        return new DuplicateKeyException(
                index.field(), value, "documents " + first + " and " + second, second);
    }
}
