package io.lokivector.engine.index;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.MemoryParts;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.request.IndexInfo;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The index of one vector field in one shard, with all that can happen to it: it waits for the
 * first vector, is filled while changes go on, answers, loses its type, and gets it back.
 *
 * <p>While it is being filled, changes are kept aside and applied at the end, so no writer waits
 * for it. Thread-safe.
 */
public final class ShardVectorIndex {
    private static final System.Logger LOG = System.getLogger(ShardVectorIndex.class.getName());

    /** So few changes may be left when writers are held up for the last of them. */
    private static final int LAST_CHANGES = 64;

    /** How many vectors are worth a thread of their own. */
    private static final int GRAIN = 4;

    private final String name;
    private final VectorColumn column;
    private final ShardHistory history;
    private final Supplier<DataFiles> files;
    private final String type;

    /** Held for reading by whoever uses the index, for writing by whoever changes the state. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Held by whoever fills or saves the index. */
    private final ReentrantLock work = new ReentrantLock();

    private volatile State state = new Waiting();
    private volatile long checkpointed = -1;

    /** What the index is doing; replaced under the write lock. */
    private sealed interface State {}

    /** There is no vector yet, so its length is not known. */
    private record Waiting() implements State {}

    /** It is being filled. */
    private static final class Building implements State {
        private final int dimension;
        private final String reason;

        /** What changed meanwhile, by ordinal; empty where a vector was removed. */
        private final Map<Integer, Optional<float[]>> changes = new HashMap<>();

        /** How far it is, from 0 to 1. */
        private volatile double progress;

        Building(int dimension, String reason) {
            this.dimension = dimension;
            this.reason = reason;
        }
    }

    /** It answers. */
    private record Ready(VectorIndex index, int dimension) implements State {}

    /** It cannot answer. */
    private record Unavailable(String reason) implements State {}

    /** It was dropped. */
    private record Closed() implements State {}

    /**
     * An index that waits.
     *
     * @param name for messages: {@code books.embedding}
     * @param type of the index, for the checkpoint
     * @param files gives the folder of its checkpoints
     */
    ShardVectorIndex(
            String name,
            String type,
            VectorColumn column,
            ShardHistory history,
            Supplier<DataFiles> files) {
        this.name = name;
        this.type = type;
        this.column = column;
        this.history = history;
        this.files = files;
    }

    /** Where the vectors are stored. */
    VectorColumn column() {
        return column;
    }

    /** The ordinal of a document. */
    int slotOf(long id) {
        return history.slotOf(id);
    }

    /** The vector that an ordinal has now, if the index is there to tell. */
    float @Nullable [] current(int slot) {
        lock.readLock().lock();
        try {
            if (state instanceof final Ready ready) {
                final float[] target = new float[ready.dimension];
                return ready.index.copyVector(slot, target) ? target : null;
            }
            return null;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Receives vectors. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes the vector of an ordinal.
         *
         * @param vector the next one takes its place
         */
        void visit(int slot, float[] vector);
    }

    /**
     * Hands over the vectors that the index holds for a stretch of ordinals.
     *
     * @param from the first ordinal
     * @param to the one after the last
     * @return false if it does not answer at this moment
     */
    public boolean forEach(int from, int to, Visitor visitor) {
        lock.readLock().lock();
        try {
            if (state instanceof final Ready ready) {
                final float[] vector = new float[ready.dimension];
                for (int slot = from; slot < to; slot++) {
                    if (ready.index.copyVector(slot, vector)) {
                        visitor.visit(slot, vector);
                    }
                }
            }
            return state instanceof Ready || state instanceof Waiting;
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Copies the vector that an ordinal has now, if the index is there to tell.
     *
     * @param target as long as the vectors of the field
     */
    boolean copyCurrent(int slot, float[] target) {
        lock.readLock().lock();
        try {
            return state instanceof final Ready ready
                    && ready.dimension == target.length
                    && ready.index.copyVector(slot, target);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Whether it answers by itself, rather than by comparing with all stored vectors. */
    boolean isReady() {
        return state instanceof Ready;
    }

    /**
     * Searches.
     *
     * @return empty if it is being filled: compare with the stored vectors instead
     * @throws LokiVectorException {@code UNAVAILABLE} with the reason
     */
    public Optional<Neighbors> search(float[] query, VectorIndex.Search search) {
        lock.readLock().lock();
        try {
            return switch (state) {
                case final Ready ready -> Optional.of(ready.index.search(query, search));
                // One that was dropped, or made anew, after the search had found it.
                case Building _, Closed _ -> Optional.empty();
                case Waiting _ -> Optional.of(Neighbors.none());
                case final Unavailable unavailable ->
                        throw new LokiVectorException(
                                ErrorCode.UNAVAILABLE,
                                "the index of '" + name + "' cannot answer: " + unavailable.reason);
            };
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Applies changes, no two of which are about one ordinal.
     *
     * @return false if the index failed and must be filled anew
     */
    boolean apply(List<VectorChange> changes) {
        lock.readLock().lock();
        try {
            switch (state) {
                case final Ready ready ->
                        InParallel.forEach(
                                changes.size(), GRAIN, i -> put(ready.index, changes.get(i)));
                case final Building building -> {
                    synchronized (building.changes) {
                        for (final VectorChange change : changes) {
                            building.changes.put(
                                    change.slot(), Optional.ofNullable(change.vector()));
                        }
                    }
                }
                case Waiting _, Unavailable _, Closed _ -> {}
            }
            return true;
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, "The index of " + name + " failed on a change", e);
            return false;
        } finally {
            lock.readLock().unlock();
        }
    }

    private static void put(VectorIndex index, VectorChange change) {
        final float @Nullable [] vector = change.vector();
        if (vector == null) {
            index.remove(change.slot());
        } else {
            index.put(change.slot(), vector);
        }
    }

    /** From now on, changes are kept aside until {@link #fill}. Whatever was there is closed. */
    void prepare(int dimension, String reason) {
        become(dimension == 0 ? new Waiting() : new Building(dimension, reason));
    }

    /** Lets go of the index: its searches are refused with this reason from now on. */
    void makeUnavailable(String reason) {
        become(new Unavailable(reason));
        // Whoever fills or saves it still uses it, and stops soon.
        work.lock();
        work.unlock();
    }

    /** Lets go of the index for good; idempotent. */
    void close() {
        become(new Closed());
        work.lock();
        work.unlock();
    }

    private void become(State next) {
        lock.writeLock().lock();
        try {
            if (state instanceof Closed) {
                return;
            }
            final State before = state;
            state = next;
            if (before instanceof final Ready ready) {
                ready.index.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Fills the index, from its checkpoint if there is one, and lets it answer. Returns when that
     * is done, or when it is no longer wanted.
     *
     * @param settled run when it has become clear whether the checkpoint could be used
     */
    void fill(IndexMaker maker, Runnable settled) {
        final AtomicBoolean told = new AtomicBoolean();
        final Runnable tellOnce =
                () -> {
                    if (told.compareAndSet(false, true)) {
                        settled.run();
                    }
                };
        work.lock();
        try {
            if (!(state instanceof final Building building)) {
                return;
            }
            VectorIndex index = maker.create(building.dimension);
            try {
                final IndexFiller filler = new IndexFiller(name, type, column, history, files);
                final OptionalLong loaded = filler.load(index, building.dimension);
                loaded.ifPresent(sequence -> checkpointed = sequence);
                if (loaded.isEmpty()) {
                    tellOnce.run();
                    index.close();
                    index = maker.create(building.dimension);
                    filler.rebuild(
                            index, () -> state.equals(building), done -> building.progress = done);
                }
                finish(index, building);
            } catch (RuntimeException | LinkageError e) {
                index.close();
                if (state.equals(building)) {
                    throw e;
                }
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, "The index of " + name + " cannot be filled", e);
            becomeIfBuilding("it could not be filled: " + e.getMessage());
        } finally {
            work.unlock();
            tellOnce.run();
        }
    }

    private void becomeIfBuilding(String reason) {
        lock.writeLock().lock();
        try {
            if (state instanceof Building) {
                state = new Unavailable(reason);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void finish(VectorIndex index, Building building) {
        while (true) {
            final Map<Integer, Optional<float[]>> changes;
            synchronized (building.changes) {
                changes = Map.copyOf(building.changes);
                building.changes.clear();
            }
            apply(index, changes);
            if (changes.size() <= LAST_CHANGES && becomeReady(index, building)) {
                return;
            }
        }
    }

    private boolean becomeReady(VectorIndex index, Building building) {
        lock.writeLock().lock();
        try {
            if (!state.equals(building)) {
                index.close();
                return true;
            }
            if (building.changes.size() > LAST_CHANGES) {
                return false;
            }
            apply(index, building.changes);
            state = new Ready(index, building.dimension);
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static void apply(VectorIndex index, Map<Integer, Optional<float[]>> changes) {
        changes.forEach((slot, vector) -> {
            if (vector.isPresent()) {
                index.put(slot, vector.get());
            } else {
                index.remove(slot);
            }
        });
    }

    /** The sequence number up to which changes are in a checkpoint; -1 if there is none. */
    long checkpointed() {
        return checkpointed;
    }

    /** How many vectors it holds. */
    long size() {
        lock.readLock().lock();
        try {
            return state instanceof final Ready ready ? ready.index.size() : 0;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Saves the index, if it is ready and has changed since it was last saved. */
    void checkpoint() throws IOException {
        if (!isReady()) {
            // Whoever closes it does not wait until it is filled.
            return;
        }
        work.lock();
        try {
            lock.readLock().lock();
            try {
                final long from = history.published();
                if (!(state instanceof final Ready ready) || from <= checkpointed) {
                    return;
                }
                // What is saved may hold changes that come while it is.
                CheckpointManifest.save(
                        ready.index, files.get(), from, history::tip, ready.dimension, type);
                checkpointed = from;
            } finally {
                lock.readLock().unlock();
            }
        } finally {
            work.unlock();
        }
    }

    /** What it is doing, in words. */
    IndexStatus status() {
        lock.readLock().lock();
        try {
            return switch (state) {
                case final Ready ready ->
                        new IndexStatus(
                                IndexInfo.State.READY,
                                "",
                                1,
                                ready.index.size(),
                                ready.index.memoryBytes(),
                                ready.index instanceof final MemoryParts parts
                                        ? parts.memoryParts()
                                        : Map.of());
                case Waiting _, Closed _ -> IndexStatus.empty(IndexInfo.State.READY, "", 1);
                case final Building building ->
                        IndexStatus.empty(
                                IndexInfo.State.BUILDING, building.reason, building.progress);
                case final Unavailable unavailable ->
                        IndexStatus.empty(IndexInfo.State.UNAVAILABLE, unavailable.reason, 0);
            };
        } finally {
            lock.readLock().unlock();
        }
    }
}
