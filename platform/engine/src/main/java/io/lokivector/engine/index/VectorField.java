package io.lokivector.engine.index;

import io.lokivector.engine.document.StoredDocument;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.request.IndexInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A vector field of a collection: its options, and its index in every shard. Thread-safe. */
public final class VectorField {
    private static final System.Logger LOG = System.getLogger(VectorField.class.getName());

    private final int number;
    private final String field;
    private final String type;
    private final VectorFieldOptions.Split options;
    private final List<ShardVectorIndex> shards;
    private final IndexTypes types;
    private final RecentQueries recent;

    /** What is still missing from the indexes, in words; blank if nothing is. */
    private volatile String unfinished = "";

    VectorField(
            int number,
            String field,
            String type,
            VectorFieldOptions.Split options,
            List<ShardVectorIndex> shards,
            IndexTypes types,
            RecentQueries recent) {
        this.number = number;
        this.field = field;
        this.type = type;
        this.options = options;
        this.shards = List.copyOf(shards);
        this.types = types;
        this.recent = recent;
    }

    /** The number of the index, which no other index of the collection ever has. */
    public int number() {
        return number;
    }

    /** The field's name. */
    public String field() {
        return field;
    }

    /** The type of its index. */
    public String type() {
        return type;
    }

    /** How distance is measured. */
    public Metric metric() {
        return options.common().space(1).metric();
    }

    /** The embedding model, if it has one. */
    public Optional<String> model() {
        return options.common().model();
    }

    /** The text field that is embedded, if it has one. */
    public Optional<String> source() {
        return options.common().source();
    }

    /** A sample of what it was searched for of late. */
    public RecentQueries recent() {
        return recent;
    }

    /**
     * Says that documents which were there before the indexes have not all got their vectors yet.
     *
     * @param what is still to be done, in words
     */
    public void beUnfinished(String what) {
        unfinished = what;
    }

    /** Says that the vectors of all documents are there for the indexes. */
    public void beFinished() {
        unfinished = "";
    }

    /** The index of a shard. */
    public ShardVectorIndex shard(int shard) {
        return shards.get(shard);
    }

    /**
     * The vector of one version of a document; null if it has none or it is gone.
     *
     * @param document the version
     */
    float @Nullable [] vector(int shard, int slot, long id, StoredDocument document) {
        final float @Nullable [] before = document.keptVector(field);
        if (before != null) {
            return before;
        }
        final ShardVectorIndex index = shards.get(shard);
        float @Nullable [] vector = index.current(slot);
        if (vector == null) {
            vector = index.column().newest(id);
        }
        // It may have been superseded since; then what was read may be the newer one.
        final float @Nullable [] superseded = document.keptVector(field);
        return superseded == null ? vector : superseded;
    }

    /** Applies changes of this field in one shard; what fails is filled anew. */
    void apply(int shard, List<VectorChange> changes, int dimension) {
        if (!shards.get(shard).apply(changes)) {
            shards.get(shard).prepare(dimension, "it failed, and is being filled anew");
            fillInBackground(shard, () -> {});
        }
    }

    /** Lets the indexes wait for changes while they are about to be filled. */
    void prepare(int dimension, String reason) {
        shards.forEach(shard -> shard.prepare(dimension, reason));
    }

    /** Fills the indexes on threads of their own. */
    void fillAllInBackground(Runnable settledEach) {
        for (int shard = 0; shard < shards.size(); shard++) {
            fillInBackground(shard, settledEach);
        }
    }

    private void fillInBackground(int shard, Runnable settled) {
        Thread.ofVirtual().name("lokivector-fill-" + field).start(() -> fill(shard, settled));
    }

    /** Fills the indexes, and returns when that is done. */
    public void fillAll() {
        for (int shard = 0; shard < shards.size(); shard++) {
            fill(shard, () -> {});
        }
    }

    private void fill(int shard, Runnable settled) {
        final Optional<IndexMaker> maker;
        try {
            maker = types.maker(type, options);
        } catch (LokiVectorException e) {
            shards.get(shard).makeUnavailable("its options do not fit: " + e.problem());
            settled.run();
            return;
        }
        if (maker.isEmpty()) {
            shards.get(shard).makeUnavailable(IndexTypes.missing(type));
            settled.run();
        } else {
            shards.get(shard).fill(maker.get(), settled);
        }
    }

    void typeLeaves() {
        shards.forEach(shard -> shard.makeUnavailable(IndexTypes.missing(type)));
    }

    boolean isUnavailable() {
        return shards.stream()
                .anyMatch(shard -> shard.status().state() == IndexInfo.State.UNAVAILABLE);
    }

    void close() {
        shards.forEach(ShardVectorIndex::close);
    }

    void checkpoint() {
        for (final ShardVectorIndex shard : shards) {
            try {
                shard.checkpoint();
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Cannot save the index of " + field + "; it will be rebuilt when needed",
                        e);
            }
        }
    }

    /** As clients see it. */
    IndexInfo info(Map<String, @Nullable Object> shownOptions) {
        IndexInfo.State state = IndexInfo.State.READY;
        String reason = "";
        long size = 0;
        long memoryBytes = 0;
        final Map<String, Long> parts = new TreeMap<>();
        for (final ShardVectorIndex shard : shards) {
            final ShardVectorIndex.Status status = shard.status();
            if (status.state().compareTo(state) > 0) {
                state = status.state();
                reason = status.reason();
            }
            size += status.size();
            memoryBytes += status.memoryBytes();
            status.memoryParts().forEach((part, bytes) -> parts.merge(part, bytes, Long::sum));
        }
        final String missing = unfinished;
        if (!missing.isEmpty() && state != IndexInfo.State.UNAVAILABLE) {
            state = IndexInfo.State.BUILDING;
            reason = missing;
        }
        return new IndexInfo(field, type, true, state, reason, size, memoryBytes, shownOptions)
                .with(parts, Optional.empty());
    }
}
