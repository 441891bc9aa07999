package io.lokivector.engine.collection;

import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.feed.ChangeFeed;
import io.lokivector.engine.feed.ChangeRange;
import io.lokivector.engine.index.CollectionVectors;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.storage.Commit;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way of a write into a collection.
 *
 * <p>Under the lock a writer derives the next view from the tip and hands the batch to the storage,
 * which fixes the order. Outside of it he waits until the batch is durable, changes the vector
 * indexes, and publishes the view, each in the order of the batches. So many writers share one
 * flush of the disk, nobody sees what could still be lost, and readers never wait.
 *
 * <p>When the storage fails, what it had been given may or may not be there. Then nothing more is
 * published and writes are refused, until the state has been read from the storage again.
 */
final class CommitQueue {
    private static final System.Logger LOG = System.getLogger(CommitQueue.class.getName());

    private final StorageEngine storage;
    private final Durability durability;
    private final InstantSource clock;
    private final Spaces spaces;
    private final FieldNames names;
    private final CollectionVectors vectors;
    private final CollectionLoader loader;
    private final Reindexing reindexing;
    private final ChangeFeed feed;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock recovery = new ReentrantLock();

    private volatile CollectionView published;
    private volatile CollectionView tip;
    private volatile boolean isFailed;
    private CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);
    private CompletableFuture<Boolean> lastReset = last;
    private int savedNames;
    private volatile boolean isGone;
    private @Nullable LokiVectorException closed;

    /** Changes of which it is not known whether the storage has them. */
    private final List<ChangeRange> doubtful = new ArrayList<>();

    /**
     * The queue of a collection as it was read.
     *
     * @param reindexing is called when the collection was read again
     */
    CommitQueue(
            StorageEngine storage,
            Durability durability,
            InstantSource clock,
            FieldNames names,
            CollectionVectors vectors,
            CollectionLoader loader,
            CollectionView view,
            ChangeFeed feed,
            Reindexing reindexing) {
        this.storage = storage;
        this.durability = durability;
        this.clock = clock;
        this.spaces = new Spaces(view.definition().number(), view.definition().shards());
        this.names = names;
        this.vectors = vectors;
        this.loader = loader;
        this.reindexing = reindexing;
        this.feed = feed;
        this.published = view;
        this.tip = view;
        this.savedNames = names.size();
    }

    /** Makes the vector indexes anew. */
    interface Reindexing {
        /** Has those that a definition says, and no others; called under the lock. */
        void begin(CollectionDefinition definition);

        /** Fills them in the background. */
        void fill();
    }

    /**
     * What a writer wants.
     *
     * @param <R> what it answers
     */
    @FunctionalInterface
    interface Work<R> {
        /** Does it; called under the lock, so it neither waits for a disk nor for a model. */
        R on(CollectionView tip, Transaction transaction);
    }

    /**
     * A transaction with its place in the order.
     *
     * @param result gives it, or throws what the work was refused for
     * @param outcome null if it changed nothing
     * @param range the numbers of its changes in the feed, in flight
     * @param isInTurn whether it may not change vectors before those before it have
     */
    private record Placed<R>(
            Supplier<R> result,
            Transaction.@Nullable Outcome outcome,
            Optional<ChangeRange> range,
            Commit commit,
            boolean isInTurn,
            CompletableFuture<Boolean> before,
            CompletableFuture<Boolean> done) {}

    /** What every reader sees. */
    CollectionView published() {
        return published;
    }

    /** The newest view, which may not be durable yet. */
    CollectionView tip() {
        return tip;
    }

    /**
     * Carries out a write, and returns when it is durable and visible.
     *
     * @throws LokiVectorException if nothing changed; if the storage failed meanwhile, that is not
     *     certain
     */
    <R> R write(Work<R> work) {
        return writeSeries(series -> series.add(work));
    }

    /**
     * Carries out transactions as one write, and returns when all are durable and visible.
     *
     * @param work called under the lock, so it neither waits for a disk nor for a model
     * @throws LokiVectorException if nothing changed; if the storage failed meanwhile, that is not
     *     certain
     */
    <R> R writeSeries(Function<TransactionSeries, R> work) {
        recoverIfFailed();
        final Placed<R> placed = place(work);
        final Transaction.@Nullable Outcome outcome = placed.outcome;
        if (outcome == null) {
            // What it found, or was refused for, may not be durable yet, and nobody has seen it.
            if (!placed.before.join()) {
                throw refused();
            }
            return placed.result.get();
        }
        boolean isPublished = false;
        try {
            placed.commit.await();
            isPublished = publish(placed, outcome);
        } finally {
            if (isPublished) {
                placed.done.complete(true);
                placed.range.ifPresent(feed::end);
            } else {
                placed.range.ifPresent(this::doubt);
                isFailed = true;
                // Recovery begins when the newest is done, and must not meet an older one.
                placed.before.whenComplete((_, _) -> placed.done.complete(false));
            }
        }
        if (!isPublished) {
            throw refused();
        }
        return placed.result.get();
    }

    private <R> Placed<R> place(Function<TransactionSeries, R> work) {
        lock.lock();
        try {
            if (closed != null) {
                throw closed;
            }
            if (isFailed) {
                throw refused();
            }
            final TransactionSeries series =
                    new TransactionSeries(tip, spaces, names, vectors, clock.millis(), savedNames);
            final R result;
            final Transaction.Outcome outcome;
            try {
                result = work.apply(series);
                if (series.isEmpty()) {
                    tip = series.view();
                    return new Placed<>(
                            () -> result, null, Optional.empty(), Commit.done(), false, last, last);
                }
                outcome = series.outcome();
            } catch (LokiVectorException e) {
                useUpId(e);
                final Supplier<R> refusal =
                        () -> {
                            throw e;
                        };
                return new Placed<>(
                        refusal, null, Optional.empty(), Commit.done(), false, last, last);
            }
            final Optional<ChangeRange> range = number(outcome);
            final Commit commit = apply(outcome.batch(), range);
            savedNames = series.savedNames();
            // New documents have ordinals that nobody else knows, unless ids were given out before.
            final boolean isInTurn =
                    outcome.changesExisting()
                            || !outcome.newDimensions().isEmpty()
                            || !lastReset.isDone();
            final Placed<R> placed =
                    new Placed<>(
                            () -> result,
                            outcome,
                            range,
                            commit,
                            isInTurn,
                            last,
                            new CompletableFuture<>());
            last = placed.done;
            if (outcome.resetsIds()) {
                lastReset = placed.done;
            }
            tip = outcome.view();
            return placed;
        } finally {
            lock.unlock();
        }
    }

    /** As in the original, a refused insert uses up its id. */
    private void useUpId(LokiVectorException refusal) {
        if (refusal instanceof final DuplicateKeyException duplicate
                && duplicate.id() >= tip.nextId()) {
            tip = tip.withNextId(duplicate.id() + 1);
        }
    }

    /** Gives the changes their numbers in the feed, now that nothing but the storage can fail. */
    private Optional<ChangeRange> number(Transaction.Outcome outcome) {
        final CollectionDefinition definition = outcome.view().definition();
        return outcome.feed().count() == 0
                ? Optional.empty()
                : Optional.of(
                        feed.append(
                                outcome.feed(),
                                definition.number(),
                                definition.name(),
                                clock.millis(),
                                outcome.batch()));
    }

    private Commit apply(WriteBatch batch, Optional<ChangeRange> range) {
        boolean isApplied = false;
        try {
            final Commit commit = storage.apply(batch, durability);
            isApplied = true;
            return commit;
        } finally {
            if (!isApplied) {
                range.ifPresent(feed::skip);
            }
        }
    }

    private void doubt(ChangeRange range) {
        lock.lock();
        try {
            doubtful.add(range);
        } finally {
            lock.unlock();
        }
    }

    /** Nobody who reads the feed is kept waiting any more: what the storage has is known. */
    private void endDoubts() {
        lock.lock();
        try {
            doubtful.forEach(feed::end);
            doubtful.clear();
        } finally {
            lock.unlock();
        }
    }

    private boolean publish(Placed<?> placed, Transaction.Outcome outcome) {
        if (placed.isInTurn && !placed.before.join()) {
            return false;
        }
        outcome.newDimensions().forEach(vectors::begin);
        if (!outcome.vectorChanges().isEmpty()) {
            vectors.apply(outcome.vectorChanges(), dimensions(outcome.view().definition()));
        }
        // Before the next in turn may change these vectors.
        outcome.keeping().forEach(StoredDocument::releaseVectors);
        if (!placed.before.join()) {
            return false;
        }
        published = outcome.view();
        return true;
    }

    /** The lengths of the vectors of all vector fields. */
    static Map<String, Integer> dimensions(CollectionDefinition definition) {
        final Map<String, Integer> dimensions = new HashMap<>();
        definition
                .vectorIndexes()
                .forEach(index -> dimensions.put(index.field(), index.dimension()));
        return dimensions;
    }

    private static StorageException refused() {
        return new StorageException(
                ErrorCode.UNAVAILABLE,
                "the storage failed on a write; writes are refused until it works again");
    }

    /**
     * Reads the collection from the storage again, if a failure left it in doubt.
     *
     * @throws LokiVectorException {@code UNAVAILABLE} if the storage still fails, {@code NOT_FOUND}
     *     if the collection turns out to be dropped
     */
    void recoverIfFailed() {
        if (!isFailed) {
            return;
        }
        if (!recovery.tryLock()) {
            throw refused();
        }
        try {
            if (isFailed) {
                recover();
            }
        } finally {
            recovery.unlock();
        }
    }

    private void recover() {
        final CompletableFuture<Boolean> newest;
        lock.lock();
        try {
            newest = last;
        } finally {
            lock.unlock();
        }
        if (!newest.isDone()) {
            throw refused();
        }
        loader.probe(durability);
        if (!loader.isThere(published.definition())) {
            isGone = true;
            endDoubts();
            throw new LokiVectorException(
                    ErrorCode.NOT_FOUND,
                    "there is no collection '" + published.definition().name() + "'");
        }
        final CollectionLoader.Loaded loaded = loader.load(published.definition(), names);
        lock.lock();
        try {
            reindexing.begin(loaded.view().definition());
            tip = loaded.view();
            published = loaded.view();
            savedNames = loaded.savedNames();
            last = CompletableFuture.completedFuture(true);
            lastReset = last;
            isFailed = false;
        } finally {
            lock.unlock();
        }
        endDoubts();
        LOG.log(System.Logger.Level.WARNING, "A collection was read again after a failed write");
        reindexing.fill();
    }

    /** Whether what the storage has is not known. */
    boolean isFailed() {
        return isFailed;
    }

    /** Whether it has turned out that the collection was dropped. */
    boolean isGone() {
        return isGone;
    }

    /** Takes back {@link #close}: what the storage has must be found out before the next write. */
    void reopen() {
        lock.lock();
        try {
            closed = null;
            isFailed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses all later writes, and returns when those under way are done. */
    void close(LokiVectorException reason) {
        final CompletableFuture<Boolean> newest;
        lock.lock();
        try {
            closed = reason;
            newest = last;
        } finally {
            lock.unlock();
        }
        newest.join();
    }
}
