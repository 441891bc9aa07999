package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import io.lokivector.engine.query.KeyWriter;
import io.lokivector.engine.values.IndexShape;
import io.lokivector.engine.values.KeyBatch;
import io.lokivector.engine.values.ValueIndex;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes one index of values while the collection is read and written.
 *
 * <p>It reads the documents of one view, then what has changed since, again and again until that is
 * little; only the last of it, and the entry in the catalogue, happen under the writers' lock. An
 * index that a crash or a failure finds unfinished has never been there.
 */
final class ValueIndexBuild implements Runnable {
    /** So many changed documents are worth another round without the lock. */
    private static final int LAST_ROUND_CHANGES = 1_000;

    /** A writer that is faster than this gets in the way of no more than so many rounds. */
    private static final int ROUNDS_MAX = 10;

    private final IndexDefinition wanted;
    private final IndexShape shape;
    private final CommitQueue queue;
    private final FieldNames names;
    private final KeyWriter writer = new KeyWriter();
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final AtomicLong read = new AtomicLong();
    private volatile long toRead = 1;
    private final AtomicBoolean isBegun = new AtomicBoolean();
    private volatile boolean isCancelled;

    ValueIndexBuild(IndexDefinition wanted, CommitQueue queue, FieldNames names) {
        this.wanted = wanted;
        this.shape = wanted.shape();
        this.queue = queue;
        this.names = names;
    }

    IndexDefinition definition() {
        return wanted;
    }

    /** How far it is, from 0 to 1. */
    double progress() {
        return Math.min(1, (double) read.get() / toRead);
    }

    /** How many documents have been read. */
    long documentsRead() {
        return read.get();
    }

    /** Ends when the index is there or has failed; fails as it did. */
    CompletableFuture<Boolean> done() {
        return done;
    }

    /** Has it end soon, without an index. */
    void cancel() {
        isCancelled = true;
    }

    /** Makes the index, unless another thread does or has done that. */
    @Override
    public void run() {
        if (!isBegun.compareAndSet(false, true)) {
            return;
        }
        try {
            build();
            done.complete(true);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
            if (e instanceof final Error error) {
                throw error;
            }
        }
    }

    private void build() {
        CollectionView view = queue.published();
        toRead = Math.max(1, view.size());
        List<ValueIndex> built = read(view);
        final UniqueValues unique = new UniqueValues(wanted, view.layout(), names);
        if (wanted.isUnique()) {
            unique.check(view, built);
        }
        for (int round = 0; round < ROUNDS_MAX; round++) {
            final CollectionView newer = queue.published();
            final Catching caught = catchUp(view, newer, built, unique);
            view = newer;
            built = caught.indexes;
            if (caught.changes < LAST_ROUND_CHANGES) {
                break;
            }
        }
        define(view, built, unique);
    }

    private List<ValueIndex> read(CollectionView view) {
        final ValueIndexBuilder builder = new ValueIndexBuilder(view.layout(), names);
        final List<ValueIndex> built = new ArrayList<>();
        for (int shard = 0; shard < view.shards().size(); shard++) {
            built.add(
                    builder.build(
                            shape,
                            view.shards().get(shard).documents(),
                            shard,
                            more -> {
                                checkWanted();
                                read.addAndGet(more);
                            }));
        }
        return built;
    }

    private void checkWanted() {
        if (isCancelled) {
            throw new LokiVectorException(
                    ErrorCode.CONFLICT,
                    "the index of field '" + wanted.field() + "' was dropped while it was built");
        }
    }

    /** Indexes brought up to a newer view. */
    private record Catching(List<ValueIndex> indexes, int changes) {}

    private Catching catchUp(
            CollectionView older,
            CollectionView newer,
            List<ValueIndex> indexes,
            UniqueValues unique) {
        final List<ValueIndex> caughtUp = new ArrayList<>();
        final List<UniqueValues.Claim> claims = new ArrayList<>();
        int changes = 0;
        for (int shard = 0; shard < indexes.size(); shard++) {
            final ShardCatching catching = new ShardCatching(shard, newer.layout(), claims);
            PersistentTable.difference(
                    older.shards().get(shard).documents(),
                    newer.shards().get(shard).documents(),
                    catching);
            caughtUp.add(catching.applyTo(indexes.get(shard)));
            changes += catching.changes;
        }
        unique.check(newer, caughtUp, claims);
        return new Catching(caughtUp, changes);
    }

    /** Collects what has changed in one shard. */
    private final class ShardCatching implements PersistentTable.DifferenceVisitor<StoredDocument> {
        private final int shard;
        private final ShardLayout layout;
        private final List<UniqueValues.Claim> claims;
        private final KeyBatch batch = new KeyBatch();
        private int branched;
        private int changes;

        ShardCatching(int shard, ShardLayout layout, List<UniqueValues.Claim> claims) {
            this.shard = shard;
            this.layout = layout;
            this.claims = claims;
        }

        @Override
        public boolean visit(
                int slot, @Nullable StoredDocument before, @Nullable StoredDocument after) {
            if (before != null) {
                final IndexShape.Keys keys = keys(slot, before);
                keys.keys().forEach(key -> batch.remove(key.bytes(), slot));
                branched -= keys.isBranched() ? 1 : 0;
            }
            if (after != null) {
                final IndexShape.Keys keys = keys(slot, after);
                for (final IndexShape.Key key : keys.keys()) {
                    batch.add(key.bytes(), slot);
                    if (wanted.isUnique() && key.value() != null) {
                        claims.add(new UniqueValues.Claim(key, layout.idOf(shard, slot)));
                    }
                }
                branched += keys.isBranched() ? 1 : 0;
            }
            changes++;
            return true;
        }

        private IndexShape.Keys keys(int slot, StoredDocument document) {
            return shape.of(
                    new DocumentMap(layout.idOf(shard, slot), document, names, Vectors.none()),
                    writer);
        }

        ValueIndex applyTo(ValueIndex index) {
            return new ValueIndex(shape, index.entries().with(batch), index.branched() + branched);
        }
    }

    private void define(CollectionView view, List<ValueIndex> built, UniqueValues unique) {
        queue.write((tip, transaction) -> {
            checkWanted();
            if (IndexAdministration.isThere(tip, wanted)) {
                return false;
            }
            final List<ValueIndex> complete = catchUp(view, tip, built, unique).indexes;
            transaction.define(
                    tip.definition().with(wanted.withNumber(tip.definition().nextIndexNumber())));
            for (int shard = 0; shard < complete.size(); shard++) {
                transaction.addValueIndex(shard, wanted.field(), complete.get(shard));
            }
            return true;
        });
    }

    /**
     * Waits for its end.
     *
     * @return whether it has ended
     */
    boolean await(long seconds) {
        try {
            done.handle((_, _) -> true).get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
