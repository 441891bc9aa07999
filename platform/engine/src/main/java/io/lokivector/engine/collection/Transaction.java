package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.EncodedDocument;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import io.lokivector.engine.feed.ChangeBatch;
import io.lokivector.engine.index.CollectionVectors;
import io.lokivector.engine.index.VectorChange;
import io.lokivector.engine.index.VectorColumn;
import io.lokivector.engine.values.ValueIndex;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.storage.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Derives the next view of a collection, together with the batch that makes it durable; for one
 * thread, under the writer's lock.
 */
final class Transaction {
    private final CollectionView tip;
    private final ShardLayout layout;
    private final Spaces spaces;
    private final FieldNames names;
    private final CollectionVectors vectors;
    private final WriteBatch batch = new WriteBatch();
    private final @Nullable ShardEdit[] edits;
    private final ChangeRecorder changes;
    private final List<VectorChange> vectorChanges = new ArrayList<>();
    private final List<StoredDocument> keeping = new ArrayList<>();
    private final ValueIndexChanges values;
    private CollectionDefinition definition;
    private long nextId;
    private boolean changesExisting;
    private boolean resetsIds;
    private boolean isCatalogueChanged;

    Transaction(CollectionView tip, Spaces spaces, FieldNames names, CollectionVectors vectors) {
        this.tip = tip;
        this.vectors = vectors;
        this.layout = tip.layout();
        this.spaces = spaces;
        this.names = names;
        this.definition = tip.definition();
        this.nextId = tip.nextId();
        this.edits = new @Nullable ShardEdit[tip.shards().size()];
        this.changes = new ChangeRecorder(tip, names, vectors);
        this.values = new ValueIndexChanges(tip, names, new Shards());
    }

    /** Its shards, for what changes with the documents. */
    private final class Shards implements ValueIndexChanges.Shards {
        @Override
        public ShardEdit edit(int shard) {
            return Transaction.this.edit(shard);
        }

        @Override
        public @Nullable ShardEdit begun(int shard) {
            return edits[shard];
        }
    }

    /**
     * What came of it.
     *
     * @param keeping the documents that keep their vectors until the indexes have them
     * @param changesExisting whether anything but new documents changed
     * @param resetsIds whether ids are given out that documents had before
     * @param newDimensions the vector fields whose length has just become known
     * @param feed the changes for the feed, which have no numbers yet
     */
    record Outcome(
            CollectionView view,
            WriteBatch batch,
            List<VectorChange> vectorChanges,
            List<StoredDocument> keeping,
            boolean changesExisting,
            boolean resetsIds,
            Map<String, Integer> newDimensions,
            ChangeBatch feed) {
        /** The same, with ids used up that no document got. */
        Outcome withNextId(long nextId) {
            return new Outcome(
                    view.withNextId(nextId),
                    batch,
                    vectorChanges,
                    keeping,
                    changesExisting,
                    resetsIds,
                    newDimensions,
                    feed);
        }
    }

    /** Whether nothing has been changed. */
    boolean isEmpty() {
        return batch.writes().isEmpty() && !isCatalogueChanged && !resetsIds;
    }

    /**
     * Adds a document and gives its {@code $loki}.
     *
     * @param stored the version that this is to be
     */
    long insert(StoredDocument stored, EncodedDocument document, Supplier<String> label) {
        final long id = nextId++;
        if (!layout.isPossible(id)) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST, "the collection has used up its ids");
        }
        put(id, stored, null, document, label);
        changes.inserted(id, stored);
        return id;
    }

    /** Puts a document in the place of its older version. */
    StoredDocument replace(
            long id, StoredDocument old, EncodedDocument document, Supplier<String> label) {
        final StoredDocument stored = new StoredDocument(document.body());
        if (!put(id, stored, old, document, label)) {
            old.shareVectorsWith(stored);
        }
        changes.updated(id, old, stored);
        changesExisting = true;
        return stored;
    }

    /** Whether a vector changed. */
    private boolean put(
            long id,
            StoredDocument stored,
            @Nullable StoredDocument old,
            EncodedDocument document,
            Supplier<String> label) {
        final int shard = layout.shardOf(id);
        final int slot = layout.slotOf(id);
        batch.put(spaces.documents(shard), Spaces.key(id), document.body());
        edit(shard).put(slot, stored, old);
        values.change(definition, id, old, stored, label);
        boolean vectorChanged = false;
        for (final Map.Entry<String, float[]> vector : document.vectors().entrySet()) {
            vectorChanged |= putVector(id, old, vector.getKey(), vector.getValue());
        }
        if (old != null) {
            vectorChanged |= removeVectors(id, old, document.vectors());
        }
        if (vectorChanged && !document.vectors().isEmpty()) {
            document.vectors().forEach(stored::keepVector);
            keeping.add(stored);
        }
        return vectorChanged;
    }

    private boolean putVector(long id, @Nullable StoredDocument old, String field, float[] vector) {
        checkDimension(field, vector.length);
        final int shard = layout.shardOf(id);
        final boolean had = old != null && map(id, old).hasColumnVector(field);
        if (had && Arrays.equals(oldVector(id, old, field), vector)) {
            return false;
        }
        if (old != null && had) {
            vectors.keepIfColumnOnly(field, shard, layout.slotOf(id), id, old);
        }
        batch.put(
                spaces.vectors(shard, definition.columns().indexOf(field)),
                Spaces.key(id),
                VectorColumn.encode(vector));
        vectorChanges.add(
                new VectorChange(field, shard, layout.slotOf(id), vector, had ? old : null));
        return true;
    }

    private float @Nullable [] oldVector(long id, @Nullable StoredDocument old, String field) {
        return old == null
                ? null
                : vectors.vector(field, layout.shardOf(id), layout.slotOf(id), id, old);
    }

    private boolean removeVectors(long id, StoredDocument old, Map<String, float[]> kept) {
        final int shard = layout.shardOf(id);
        final DocumentMap map = map(id, old);
        boolean removed = false;
        for (int column = 0; column < definition.columns().size(); column++) {
            final String field = definition.columns().get(column);
            if (!kept.containsKey(field) && map.hasColumnVector(field)) {
                vectors.keepIfColumnOnly(field, shard, layout.slotOf(id), id, old);
                batch.delete(spaces.vectors(shard, column), Spaces.key(id));
                vectorChanges.add(new VectorChange(field, shard, layout.slotOf(id), null, old));
                removed = true;
            }
        }
        return removed;
    }

    /** Removes a document. */
    void remove(long id, StoredDocument old) {
        final int shard = layout.shardOf(id);
        final int slot = layout.slotOf(id);
        batch.delete(spaces.documents(shard), Spaces.key(id));
        edit(shard).remove(slot, old);
        values.change(definition, id, old, null, () -> "");
        removeVectors(id, old, Map.of());
        changes.removed(id, old);
        changesExisting = true;
    }

    /** Begins to count ids from 1 again; only when no document is left. */
    void resetIds() {
        nextId = 1;
        resetsIds = true;
        changesExisting = true;
    }

    /** Changes what the collection is. */
    void define(CollectionDefinition changed) {
        definition = changed;
        isCatalogueChanged = true;
        changesExisting = true;
    }

    /** Adds an index of values, filled. */
    void addValueIndex(int shard, String field, ValueIndex index) {
        edit(shard).setIndex(field, index);
    }

    void dropValueIndex(String field) {
        for (int shard = 0; shard < edits.length; shard++) {
            edit(shard).dropIndex(field);
        }
    }

    private void checkDimension(String field, int length) {
        final IndexDefinition index = definition.index(field).orElseThrow();
        if (index.dimension() == 0) {
            definition = definition.withDimension(field, length);
            isCatalogueChanged = true;
        } else if (index.dimension() != length) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "a vector of field '"
                            + field
                            + "' must have "
                            + index.dimension()
                            + " dimensions, not "
                            + length,
                    Map.of("field", field, "expected", index.dimension(), "given", length));
        }
    }

    private DocumentMap map(long id, StoredDocument document) {
        return new DocumentMap(id, document, names, Vectors.none());
    }

    private ShardEdit edit(int shard) {
        @Nullable ShardEdit edit = edits[shard];
        if (edit == null) {
            edit = new ShardEdit(tip.shards().get(shard));
            edits[shard] = edit;
        }
        return edit;
    }

    /**
     * Ends it.
     *
     * @param savedNames how many field names are in the storage already
     * @throws DuplicateKeyException if a unique value is taken
     */
    Outcome finish(long nowMs, int savedNames) {
        values.finish();
        final List<ShardView> shards = new ArrayList<>(tip.shards());
        for (int shard = 0; shard < edits.length; shard++) {
            final @Nullable ShardEdit edit = edits[shard];
            if (edit != null) {
                edit.addSequence(changes.count(shard));
                final ShardView view = edit.finish();
                shards.set(shard, view);
                changes.addToLog(batch, spaces, shard, view.sequence(), nowMs);
            }
        }
        final CollectionView view = new CollectionView(definition, shards, nextId);
        int number = savedNames;
        for (final String name : names.namesAbove(savedNames)) {
            batch.put(spaces.fields(), Spaces.key(++number), name.getBytes(StandardCharsets.UTF_8));
        }
        if (isCatalogueChanged) {
            batch.put(
                    Spaces.CATALOGUE,
                    Spaces.key(definition.number()),
                    DefinitionCodec.encode(definition));
        }
        batch.put(spaces.state(), Spaces.STATE_KEY, stateOf(view).encode());
        return new Outcome(
                view,
                batch,
                vectorChanges,
                keeping,
                changesExisting,
                resetsIds,
                newDimensions(),
                changes.feed());
    }

    static CollectionState stateOf(CollectionView view) {
        final long[] sequences = new long[view.shards().size()];
        for (int shard = 0; shard < sequences.length; shard++) {
            sequences[shard] = view.shards().get(shard).sequence();
        }
        return new CollectionState(view.nextId(), sequences);
    }

    private Map<String, Integer> newDimensions() {
        if (!isCatalogueChanged) {
            return Map.of();
        }
        final Map<String, Integer> known = new HashMap<>();
        for (final IndexDefinition index : definition.vectorIndexes()) {
            final boolean wasUnknown =
                    tip.definition()
                            .index(index.field())
                            .map(before -> before.dimension() == 0)
                            .orElse(false);
            if (wasUnknown && index.dimension() > 0) {
                known.put(index.field(), index.dimension());
            }
        }
        return known;
    }
}
