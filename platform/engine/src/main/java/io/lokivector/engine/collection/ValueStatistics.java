package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Missing;
import io.lokivector.engine.values.KeyTree;
import io.lokivector.engine.values.ValueIndex;
import io.lokivector.spi.request.IndexInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says how large the indexes of values are and what is in them, without walking through them. */
final class ValueStatistics {
    private static final int SHOWN_CHARACTERS_MAX = 100;

    private final FieldNames names;

    ValueStatistics(FieldNames names) {
        this.names = names;
    }

    IndexInfo info(CollectionView view, IndexDefinition definition) {
        long size = 0;
        long memory = 0;
        long distinct = 0;
        for (final ShardView shard : view.shards()) {
            final @Nullable ValueIndex index = shard.values().get(definition.field());
            if (index != null) {
                size += index.entries().size();
                memory += index.entries().memoryBytes();
                // A value may be in several shards, but it takes many entries to be in all.
                distinct += index.entries().distinctKeys();
            }
        }
        final Map<String, @Nullable Object> statistics = new LinkedHashMap<>();
        statistics.put("distinct", distinct);
        if (definition.fields().size() == 1 && !definition.type().equals(IndexDefinition.HASH)) {
            putExtremes(view, definition, statistics);
        }
        return new IndexInfo(
                definition.field(),
                definition.fields(),
                definition.type(),
                false,
                IndexInfo.State.READY,
                "",
                1,
                size,
                memory,
                statistics,
                definition.options());
    }

    private void putExtremes(
            CollectionView view,
            IndexDefinition definition,
            Map<String, @Nullable Object> statistics) {
        @Nullable Extreme min = null;
        @Nullable Extreme max = null;
        for (int shard = 0; shard < view.shards().size(); shard++) {
            final @Nullable ValueIndex index =
                    view.shards().get(shard).values().get(definition.field());
            if (index == null || !index.isPlain() || index.entries().size() == 0) {
                continue;
            }
            final Extreme first = extreme(view, index.entries(), shard, 0);
            final Extreme last = extreme(view, index.entries(), shard, index.entries().size() - 1);
            if (min == null || Arrays.compareUnsigned(first.key, min.key) < 0) {
                min = first;
            }
            if (max == null || Arrays.compareUnsigned(last.key, max.key) > 0) {
                max = last;
            }
        }
        if (min != null && max != null) {
            final FieldPath path = FieldPath.of(definition.field());
            statistics.put("min", shown(view, min, path));
            statistics.put("max", shown(view, max, path));
        }
    }

    /** The document at one end of an index. */
    @SuppressWarnings("ArrayRecordComponent") // not changed once made
    private record Extreme(byte[] key, long id) {}

    private static Extreme extreme(CollectionView view, KeyTree tree, int shard, int rank) {
        return new Extreme(
                tree.key(rank), view.layout().idOf(shard, tree.slots(rank, rank + 1)[0]));
    }

    private @Nullable Object shown(CollectionView view, Extreme extreme, FieldPath path) {
        final @Nullable StoredDocument document = view.document(extreme.id);
        if (document == null) {
            return null;
        }
        final @Nullable Object value =
                path.follow(new DocumentMap(extreme.id, document, names, Vectors.none()));
        return switch (value) {
            case final String text when text.length() > SHOWN_CHARACTERS_MAX ->
                    text.substring(0, SHOWN_CHARACTERS_MAX) + "…";
            case final String text -> text;
            case final Number number -> number;
            case final Boolean bool -> bool;
            case null -> null;
            case Missing _ -> null;
            default -> "a list or an object";
        };
    }
}
