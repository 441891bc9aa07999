package io.lokivector.engine.index;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.storage.Snapshot;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fills an empty index: from its checkpoint and what changed since, or from all stored vectors. */
final class IndexFiller {
    private static final System.Logger LOG = System.getLogger(IndexFiller.class.getName());

    /** How many vectors are worth a thread of their own. */
    private static final int GRAIN = 4;

    private final String name;
    private final String type;
    private final VectorColumn column;
    private final ShardHistory history;
    private final Supplier<DataFiles> files;

    IndexFiller(
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

    /**
     * Loads the checkpoint, and applies what changed since.
     *
     * @return the sequence number of the checkpoint; empty if there is none that can be used, and
     *     then the index may hold anything
     */
    OptionalLong load(VectorIndex index, int dimension) {
        try {
            final DataFiles folder = files.get();
            final Optional<CheckpointManifest> manifest = CheckpointManifest.read(folder);
            return manifest.isPresent()
                    ? load(index, dimension, folder, manifest.get())
                    : OptionalLong.empty();
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The checkpoint of " + name + " is unusable; the index is rebuilt",
                    e);
            return OptionalLong.empty();
        }
    }

    private OptionalLong load(
            VectorIndex index, int dimension, DataFiles folder, CheckpointManifest checkpoint)
            throws IOException {
        try (Snapshot snapshot = column.snapshot()) {
            final Optional<Set<Long>> changed = history.changedSince(snapshot, checkpoint.from());
            if (checkpoint.dimension() != dimension
                    || !checkpoint.type().equals(type)
                    || checkpoint.until() > history.newest(snapshot)
                    || changed.isEmpty()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "The checkpoint of {0} does not fit what is stored; the index is rebuilt",
                        name);
                // Its numbers may come to fit again, when the history has become another one.
                CheckpointManifest.delete(folder);
                return OptionalLong.empty();
            }
            index.load(folder, checkpoint.fileName());
            final Long[] ids = changed.get().toArray(new Long[0]);
            InParallel.forEach(ids.length, GRAIN, i -> replay(index, snapshot, ids[i]));
            return OptionalLong.of(checkpoint.from());
        }
    }

    private void replay(VectorIndex index, Snapshot snapshot, long id) {
        final float @Nullable [] vector = column.read(snapshot, id);
        if (vector == null) {
            index.remove(history.slotOf(id));
        } else {
            index.put(history.slotOf(id), vector);
        }
    }

    /**
     * Puts all stored vectors.
     *
     * @param isWanted asked now and then whether to go on
     * @param progress told now and then how far it is, from 0 to 1
     * @throws LokiVectorException if it is not wanted any more
     */
    void rebuild(VectorIndex index, BooleanSupplier isWanted, DoubleConsumer progress) {
        final Batch batch = new Batch(index, isWanted, progress);
        column.forEach(batch);
        batch.flush();
    }

    /** Vectors on their way into an index. */
    private final class Batch implements VectorColumn.Visitor {
        private static final int SIZE = 1024;

        private final VectorIndex index;
        private final BooleanSupplier isWanted;
        private final DoubleConsumer progress;
        private final int[] slots = new int[SIZE];
        private final float[][] vectors = new float[SIZE][];
        private int count;

        Batch(VectorIndex index, BooleanSupplier isWanted, DoubleConsumer progress) {
            this.index = index;
            this.isWanted = isWanted;
            this.progress = progress;
        }

        @Override
        public void visit(long id, float[] vector) {
            slots[count] = history.slotOf(id);
            vectors[count++] = vector;
            if (count == SIZE) {
                flush();
                progress.accept(
                        Math.min(1, slots[SIZE - 1] / (double) Math.max(1, history.slots())));
            }
        }

        void flush() {
            if (!isWanted.getAsBoolean()) {
                throw new LokiVectorException(
                        ErrorCode.UNAVAILABLE, "the index is no longer wanted");
            }
            InParallel.forEach(count, GRAIN, i -> index.put(slots[i], vectors[i]));
            count = 0;
        }
    }
}
