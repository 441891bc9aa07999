package io.lokivector.engine.index;

import io.lokivector.engine.document.StoredDocument;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.storage.StorageEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
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
import java.util.stream.Stream;
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
     * What an index is.
     *
     * @param number of the index, for the folder of its checkpoints
     * @param column where the field's vectors are stored
     * @param label of the field, for messages
     * @param dimension of the vectors; 0 if it is not known yet
     */
    public record IndexPlan(
            int number,
            int column,
            String label,
            String field,
            String type,
            Map<String, @Nullable Object> options,
            int dimension) {}

    /** Adds a field, whose index keeps changes aside until it is filled. */
    public VectorField add(IndexPlan plan) {
        final VectorField added =
                new VectorField(plan.field, index(plan), new RecentQueries(recentQueries));
        final @Nullable VectorField dropped = fields.put(plan.field, added);
        if (dropped != null) {
            // Its drop is durable, and whoever asked for it has not come to let go of it yet.
            dropped.close();
        }
        return added;
    }

    /** Puts another index beside that of a field, which keeps changes aside until it is filled. */
    public void addBeside(VectorField field, IndexPlan plan) {
        field.putBeside(index(plan));
    }

    private FieldIndex index(IndexPlan plan) {
        final List<ShardVectorIndex> parts = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            final String folder = folderName(plan.number, shard);
            parts.add(
                    new ShardVectorIndex(
                            plan.label,
                            plan.type,
                            new VectorColumn(storage, columnSpace.apply(shard, plan.column)),
                            histories.apply(shard),
                            () -> folder(folder)));
        }
        final FieldIndex index =
                new FieldIndex(
                        plan.number,
                        plan.field,
                        plan.type,
                        VectorFieldOptions.split(plan.options),
                        parts,
                        types);
        index.prepare(plan.dimension, FIRST_FILL);
        return index;
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

    /** All fields, by name. */
    public List<VectorField> all() {
        return fields.values().stream().sorted(Comparator.comparing(VectorField::field)).toList();
    }

    /** A field, if it is a vector field. */
    public Optional<VectorField> field(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Fills a field's indexes, now that the length of its vectors has become known. */
    public void begin(String field, int dimension) {
        field(field)
                .ifPresent(waiting -> {
                    waiting.all().forEach(index -> index.prepare(dimension, FIRST_FILL));
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
        final List<FieldIndex> all =
                fields.values().stream()
                        .filter(field -> isMeant.test(field.field()))
                        .flatMap(field -> field.all().stream())
                        .toList();
        final CountDownLatch settled = new CountDownLatch(all.size() * shards);
        for (final FieldIndex index : all) {
            index.fillInBackground(settled::countDown);
        }
        return settled;
    }

    /** Drops a field with its indexes and their checkpoints. */
    public void drop(String field, List<Integer> numbers) {
        final @Nullable VectorField dropped = fields.get(field);
        // There may be a new index of the field already.
        if (dropped != null && dropped.numbers().anyMatch(numbers::contains)) {
            discard(dropped);
        }
        numbers.forEach(number -> deleteFolders(field, number));
    }

    /** Lets the index of a number answer for a field, and drops the other one. */
    public void keepOnly(String field, int number, int dropped) {
        field(field).ifPresent(known -> known.keepOnly(number));
        deleteFolders(field, dropped);
    }

    private void deleteFolders(String field, int number) {
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
            field.numbers()
                    .forEach(number -> {
                        for (int shard = 0; shard < shards; shard++) {
                            wanted.add(folderName(number, shard));
                        }
                    });
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
        if (known != null) {
            return known.vector(shard, slot, id, document);
        }
        final float @Nullable [] before = document.keptVector(field);
        if (before != null) {
            return before;
        }
        final float @Nullable [] vector =
                new VectorColumn(storage, columnSpace.apply(shard, columnOf.applyAsInt(field)))
                        .newest(id);
        // As in VectorField: what was read may be that of a newer version.
        final float @Nullable [] superseded = document.keptVector(field);
        return superseded == null ? vector : superseded;
    }

    /**
     * Keeps the vector of a version that is about to be superseded, if no index has it: readers of
     * that version could not get it from the column any more.
     */
    public void keepIfColumnOnly(
            String field, int shard, int slot, long id, StoredDocument document) {
        final @Nullable VectorField known = fields.get(field);
        if (known == null || !known.shard(shard).isReady()) {
            final float @Nullable [] vector = vector(field, shard, slot, id, document);
            if (vector != null) {
                document.keepVector(field, vector);
            }
        }
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
            for (final FieldIndex index : field.all()) {
                if (index.type().equals(type) && index.isUnavailable()) {
                    index.prepare(dimensions.getOrDefault(field.field(), 0), FIRST_FILL);
                    // Otherwise whoever finishes the field fills it.
                    if (field.isFinished()) {
                        index.fillInBackground(() -> {});
                    }
                }
            }
        }
    }

    private Stream<FieldIndex> indexes() {
        return fields.values().stream().flatMap(field -> field.all().stream());
    }

    /** A type of index goes: its indexes are closed when this returns. */
    public void typeLeaves(String type) {
        indexes().filter(index -> index.type().equals(type)).forEach(FieldIndex::typeLeaves);
    }

    /** A vector index as clients see it. */
    public Optional<IndexInfo> info(String field, Map<String, @Nullable Object> options) {
        return field(field).map(known -> known.info(options));
    }

    /** The oldest sequence number a checkpoint of a shard still needs the log from. */
    public long oldestCheckpoint(int shard) {
        return indexes()
                .mapToLong(index -> Math.max(0, index.shard(shard).checkpointed()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Saves all indexes that changed. */
    public void checkpoint() {
        indexes().forEach(FieldIndex::checkpoint);
    }

    /**
     * Saves the indexes that have changed much since they were saved, so that opening them after a
     * crash does not take long.
     *
     * @param changes how many are much; for a large index it is a quarter of its size
     * @param isQuiet whether nothing is being written: then a tenth of that is enough
     */
    public void checkpointIfWorthIt(long changes, boolean isQuiet, IntFunction<Long> published) {
        indexes().forEach(index -> index.checkpointIfWorthIt(changes, isQuiet, published));
    }

    /** Closes all indexes; idempotent. */
    public void close() {
        fields.values().forEach(VectorField::close);
    }
}
