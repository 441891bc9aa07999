package io.lokivector.engine.index;

import io.lokivector.engine.document.StoredDocument;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.storage.StorageEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The vector fields of one collection, and their indexes. Thread-safe. */
public final class CollectionVectors {
    private static final System.Logger LOG = System.getLogger(CollectionVectors.class.getName());
    private static final String FIRST_FILL = "it is being filled";

    private final StorageEngine storage;
    private final DataFiles files;
    private final IndexTypes types;
    private final int shards;
    private final IntFunction<ShardHistory> histories;
    private final ToIntFunction<String> columnOf;
    private final BiFunction<Integer, Integer, String> columnSpace;
    private final int recentQueries;
    private final Map<String, VectorField> fields = new ConcurrentHashMap<>();

    /**
     * No fields yet.
     *
     * @param files the folder of the collection's checkpoints
     * @param columnOf the column of a field that is or was a vector field
     * @param columnSpace the space of a column of a shard
     * @param recentQueries how many of its searches each field remembers
     */
    public CollectionVectors(
            StorageEngine storage,
            DataFiles files,
            IndexTypes types,
            int shards,
            IntFunction<ShardHistory> histories,
            ToIntFunction<String> columnOf,
            BiFunction<Integer, Integer, String> columnSpace,
            int recentQueries) {
        this.storage = storage;
        this.files = files;
        this.types = types;
        this.shards = shards;
        this.histories = histories;
        this.columnOf = columnOf;
        this.columnSpace = columnSpace;
        this.recentQueries = recentQueries;
    }

    /**
     * Adds a field, whose indexes keep changes aside until they are filled.
     *
     * @param number of the index, for the folder of its checkpoints
     * @param column where the field's vectors are stored
     * @param dimension 0 if it is not known yet
     */
    public VectorField add(
            int number,
            int column,
            String label,
            String field,
            String type,
            Map<String, @Nullable Object> options,
            int dimension) {
        final List<ShardVectorIndex> indexes = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            final String folder = folderName(number, shard);
            indexes.add(
                    new ShardVectorIndex(
                            label,
                            type,
                            new VectorColumn(storage, columnSpace.apply(shard, column)),
                            histories.apply(shard),
                            () -> folder(folder)));
        }
        final VectorField added =
                new VectorField(
                        number,
                        field,
                        type,
                        VectorFieldOptions.split(options),
                        indexes,
                        types,
                        new RecentQueries(recentQueries));
        added.prepare(dimension, FIRST_FILL);
        final @Nullable VectorField dropped = fields.put(field, added);
        if (dropped != null) {
            // Its drop is durable, and whoever asked for it has not come to let go of it yet.
            dropped.close();
        }
        return added;
    }

    private static String folderName(int number, int shard) {
        return "index-" + number + "-shard-" + shard;
    }

    private DataFiles folder(String name) {
        try {
            return files.folder(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field, if it is a vector field. */
    public Optional<VectorField> field(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Fills a field's indexes, now that the length of its vectors has become known. */
    public void begin(String field, int dimension) {
        field(field)
                .ifPresent(waiting -> {
                    waiting.prepare(dimension, FIRST_FILL);
                    waiting.fillAll();
                });
    }

    /**
     * Begins to fill indexes in the background.
     *
     * @param isMeant whether those of a field may be filled already
     * @return what to count down to zero until every usable checkpoint is loaded
     */
    public CountDownLatch fillAllInBackground(Predicate<String> isMeant) {
        final List<VectorField> all =
                fields.values().stream().filter(field -> isMeant.test(field.field())).toList();
        final CountDownLatch settled = new CountDownLatch(all.size() * shards);
        for (final VectorField field : all) {
            field.fillAllInBackground(settled::countDown);
        }
        return settled;
    }

    /** Drops a field's indexes and their checkpoints. */
    public void drop(String field, int number) {
        final @Nullable VectorField dropped = fields.get(field);
        // There may be a new index of the field already.
        if (dropped != null && dropped.number() == number) {
            discard(dropped);
        }
        for (int shard = 0; shard < shards; shard++) {
            try {
                files.deleteFolder(folderName(number, shard));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "Cannot delete an index of " + field, e);
            }
        }
    }

    /** Takes back a field whose definition did not become durable. */
    public void discard(VectorField field) {
        fields.remove(field.field(), field);
        field.close();
    }

    /** Lets go of all fields, but of nothing on the disk. */
    public void discardAll() {
        List.copyOf(fields.values()).forEach(this::discard);
    }

    /** Deletes the checkpoints of dropped indexes that a crash may have left. */
    public void deleteLeftovers() {
        final Set<String> wanted = new HashSet<>();
        for (final VectorField field : fields.values()) {
            for (int shard = 0; shard < shards; shard++) {
                wanted.add(folderName(field.number(), shard));
            }
        }
        try {
            for (final String folder : files.folders()) {
                if (!wanted.contains(folder)) {
                    files.deleteFolder(folder);
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Cannot delete old indexes", e);
        }
    }

    /** The vector of one version of a document, or null. */
    public float @Nullable [] vector(
            String field, int shard, int slot, long id, StoredDocument document) {
        final @Nullable VectorField known = fields.get(field);
        return known == null
                ? new VectorColumn(storage, columnSpace.apply(shard, columnOf.applyAsInt(field)))
                        .newest(id)
                : known.vector(shard, slot, id, document);
    }

    /**
     * Applies changes, no two of which are about one vector.
     *
     * @param dimensions of the fields
     */
    public void apply(List<VectorChange> changes, Map<String, Integer> dimensions) {
        for (final VectorChange change : changes) {
            keepSuperseded(change);
        }
        final Map<String, Map<Integer, List<VectorChange>>> sorted = new HashMap<>();
        for (final VectorChange change : changes) {
            sorted.computeIfAbsent(change.field(), _ -> new HashMap<>())
                    .computeIfAbsent(change.shard(), _ -> new ArrayList<>())
                    .add(change);
        }
        sorted.forEach((field, byShard) ->
                field(field)
                        .ifPresent(known ->
                                byShard.forEach((shard, ofShard) ->
                                        known.apply(
                                                shard,
                                                ofShard,
                                                dimensions.getOrDefault(field, 0)))));
    }

    /** All vectors of a superseded version, for one list of them serves one version only. */
    private void keepSuperseded(VectorChange change) {
        final @Nullable StoredDocument old = change.superseded();
        if (old == null) {
            return;
        }
        for (final VectorField field : fields.values()) {
            if (old.keptVector(field.field()) == null) {
                final float @Nullable [] vector =
                        field.shard(change.shard()).current(change.slot());
                if (vector != null) {
                    old.keepVector(field.field(), vector);
                }
            }
        }
    }

    /** A type of index is there: what was unavailable for want of it is filled. */
    public void typeArrived(String type, Map<String, Integer> dimensions) {
        for (final VectorField field : fields.values()) {
            if (field.type().equals(type) && field.isUnavailable()) {
                field.prepare(dimensions.getOrDefault(field.field(), 0), FIRST_FILL);
                field.fillAllInBackground(() -> {});
            }
        }
    }

    /** A type of index goes: its indexes are closed when this returns. */
    public void typeLeaves(String type) {
        for (final VectorField field : fields.values()) {
            if (field.type().equals(type)) {
                field.typeLeaves();
            }
        }
    }

    /** A vector index as clients see it. */
    public Optional<IndexInfo> info(String field, Map<String, @Nullable Object> options) {
        return field(field).map(known -> known.info(options));
    }

    /** The oldest sequence number a checkpoint of a shard still needs the log from. */
    public long oldestCheckpoint(int shard) {
        long oldest = Long.MAX_VALUE;
        for (final VectorField field : fields.values()) {
            oldest = Math.min(oldest, Math.max(0, field.shard(shard).checkpointed()));
        }
        return oldest;
    }

    /** Saves all indexes that changed. */
    public void checkpoint() {
        fields.values().forEach(VectorField::checkpoint);
    }

    /**
     * Saves the indexes that have changed much since they were saved, so that opening them after a
     * crash does not take long.
     *
     * @param changes how many are much; for a large index it is a quarter of its size
     * @param isQuiet whether nothing is being written: then a tenth of that is enough
     */
    public void checkpointIfWorthIt(long changes, boolean isQuiet, IntFunction<Long> published) {
        for (final VectorField field : fields.values()) {
            boolean worthIt = false;
            for (int shard = 0; shard < shards; shard++) {
                final ShardVectorIndex index = field.shard(shard);
                final long since = published.apply(shard) - Math.max(0, index.checkpointed());
                final long much = Math.max(changes, index.size() / 4);
                worthIt |= index.isReady() && since > 0 && since >= (isQuiet ? much / 10 : much);
            }
            if (worthIt) {
                field.checkpoint();
            }
        }
    }

    /** Closes all indexes; idempotent. */
    public void close() {
        fields.values().forEach(VectorField::close);
    }
}
