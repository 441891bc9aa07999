package io.lokivector.engine.index;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.IndexInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** One index of a vector field, in every shard. Thread-safe. */
public final class FieldIndex {
    private static final System.Logger LOG = System.getLogger(FieldIndex.class.getName());

    private final int number;
    private final String field;
    private final String type;
    private final VectorFieldOptions.Split options;
    private final List<ShardVectorIndex> shards;
    private final IndexTypes types;

    FieldIndex(
            int number,
            String field,
            String type,
            VectorFieldOptions.Split options,
            List<ShardVectorIndex> shards,
            IndexTypes types) {
        this.number = number;
        this.field = field;
        this.type = type;
        this.options = options;
        this.shards = List.copyOf(shards);
        this.types = types;
    }

    /** What no other index of the collection ever has. */
    int number() {
        return number;
    }

    String type() {
        return type;
    }

    VectorFieldOptions common() {
        return options.common();
    }

    /** Its part in a shard. */
    ShardVectorIndex shard(int shard) {
        return shards.get(shard);
    }

    int shards() {
        return shards.size();
    }

    /** Applies changes in one shard; if it fails, it is filled anew. */
    void apply(int shard, List<VectorChange> changes, int dimension) {
        if (!shards.get(shard).apply(changes)) {
            shards.get(shard).prepare(dimension, "it failed, and is being filled anew");
            fillInBackground(shard, () -> {});
        }
    }

    /** Lets it wait for changes while it is about to be filled. */
    void prepare(int dimension, String reason) {
        shards.forEach(shard -> shard.prepare(dimension, reason));
    }

    /** Fills it on threads of their own. */
    void fillInBackground(Runnable settledEach) {
        for (int shard = 0; shard < shards.size(); shard++) {
            fillInBackground(shard, settledEach);
        }
    }

    private void fillInBackground(int shard, Runnable settled) {
        Thread.ofVirtual().name("lokivector-fill-" + field).start(() -> fill(shard, settled));
    }

    /** Fills it, and returns when that is done. */
    void fill() {
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

    boolean isUnavailable() {
        return status().state() == IndexInfo.State.UNAVAILABLE;
    }

    void typeLeaves() {
        shards.forEach(shard -> shard.makeUnavailable(IndexTypes.missing(type)));
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

    /** Saves it if it has changed much since it was saved, as said at {@link CollectionVectors}. */
    void checkpointIfWorthIt(long changes, boolean isQuiet, IntFunction<Long> published) {
        boolean worthIt = false;
        for (int shard = 0; shard < shards.size(); shard++) {
            final ShardVectorIndex index = shards.get(shard);
            final long since = published.apply(shard) - Math.max(0, index.checkpointed());
            final long much = Math.max(changes, index.size() / 4);
            worthIt |= index.isReady() && since > 0 && since >= (isQuiet ? much / 10 : much);
        }
        if (worthIt) {
            checkpoint();
        }
    }

    /** What it is doing. */
    IndexStatus status() {
        return IndexStatus.ofAll(shards.stream().map(ShardVectorIndex::status).toList());
    }
}
