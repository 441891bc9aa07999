package io.lokivector.engine.collection;

import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.values.ValueIndex;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a collection from the storage. */
final class CollectionLoader {
    private static final String PROBE_SPACE = "engine";
    private static final byte[] PROBE_KEY = {'p'};

    private final StorageEngine storage;

    CollectionLoader(StorageEngine storage) {
        this.storage = storage;
    }

    /**
     * What was read.
     *
     * @param savedNames how many field names the storage has
     */
    record Loaded(CollectionView view, int savedNames) {}

    /** Finds out whether the storage takes writes. */
    void probe(Durability durability) {
        storage.apply(new WriteBatch().put(PROBE_SPACE, PROBE_KEY, PROBE_KEY), durability).await();
    }

    /** Whether the collection is in the storage. */
    boolean isThere(CollectionDefinition definition) {
        try (Snapshot snapshot = storage.snapshot()) {
            return snapshot.get(Spaces.CATALOGUE, Spaces.key(definition.number())).isPresent();
        }
    }

    /** The field names, in the order of their numbers. */
    FieldNames names(CollectionDefinition definition) {
        try (Snapshot snapshot = storage.snapshot()) {
            return new FieldNames(names(snapshot, spaces(definition)));
        }
    }

    private static Spaces spaces(CollectionDefinition definition) {
        return new Spaces(definition.number(), definition.shards());
    }

    private static List<String> names(Snapshot snapshot, Spaces spaces) {
        final List<String> names = new ArrayList<>();
        try (Snapshot.Scan scan = snapshot.scan(spaces.fields())) {
            while (scan.next()) {
                names.add(new String(scan.value(), StandardCharsets.UTF_8));
            }
        }
        return names;
    }

    /** Reads the newest state. */
    Loaded load(CollectionDefinition known, FieldNames names) {
        try (Snapshot snapshot = storage.snapshot()) {
            final CollectionDefinition definition =
                    snapshot.get(Spaces.CATALOGUE, Spaces.key(known.number()))
                            .map(DefinitionCodec::decode)
                            .orElse(known);
            final Spaces spaces = spaces(definition);
            final CollectionState state =
                    snapshot.get(spaces.state(), Spaces.STATE_KEY)
                            .map(bytes -> CollectionState.decode(bytes, definition.shards()))
                            .orElse(CollectionState.initial(definition.shards()));
            final List<ShardView> shards = new ArrayList<>();
            for (int shard = 0; shard < definition.shards(); shard++) {
                shards.add(
                        shard(
                                snapshot,
                                spaces,
                                definition,
                                shard,
                                state.sequences()[shard],
                                names));
            }
            return new Loaded(
                    new CollectionView(definition, shards, state.nextId()),
                    names(snapshot, spaces).size());
        }
    }

    private static ShardView shard(
            Snapshot snapshot,
            Spaces spaces,
            CollectionDefinition definition,
            int shard,
            long sequence,
            FieldNames names) {
        final ShardLayout layout = new ShardLayout(definition.shards());
        final PersistentTable.Editor<StoredDocument> documents =
                PersistentTable.<StoredDocument>empty().edit();
        long bytes = 0;
        try (Snapshot.Scan scan = snapshot.scan(spaces.documents(shard))) {
            while (scan.next()) {
                final byte[] body = scan.value();
                documents.put(layout.slotOf(Spaces.readLong(scan.key())), new StoredDocument(body));
                bytes += body.length;
            }
        }
        final PersistentTable<StoredDocument> table = documents.finish();
        final ValueIndexBuilder builder = new ValueIndexBuilder(layout, names);
        final Map<String, ValueIndex> values = new HashMap<>();
        for (final IndexDefinition index : definition.valueIndexes()) {
            values.put(index.field(), builder.build(index.shape(), table, shard, _ -> {}));
        }
        return new ShardView(table, Map.copyOf(values), sequence, bytes);
    }
}
