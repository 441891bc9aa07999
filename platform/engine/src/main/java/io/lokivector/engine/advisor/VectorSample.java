package io.lokivector.engine.advisor;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.index.RecentQueries.RecentQuery;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Stored vectors of a field, and queries that are not among them.
 *
 * @param vectors what candidates are built of
 * @param queries the recent ones first
 * @param recent how many of the queries clients have made of late
 * @param total how many vectors the field has
 */
record VectorSample(List<float[]> vectors, List<float[]> queries, int recent, long total) {
    /** So few tell nothing. */
    static final int VECTORS_MIN = 100;

    /** What the vectors of a sample may occupy. */
    private static final long BYTES_MAX = 256 << 20;

    private static final int SLICE = 1024;

    /** Always the same, so that the same question gets the same answer. */
    private static final long SEED = 20_260_101;

    /**
     * Takes a sample of what the indexes of a field hold.
     *
     * @param mayGoOn asked now and then; when it says no, what there is so far is the sample
     * @throws LokiVectorException {@code UNAVAILABLE} if the indexes cannot tell, {@code CONFLICT}
     *     if there are too few vectors
     */
    static VectorSample of(
            CollectionStore store,
            VectorField field,
            int dimension,
            int size,
            int queries,
            BooleanSupplier mayGoOn) {
        final List<float[]> recent = new ArrayList<>();
        for (final RecentQuery query : field.recent().newest(queries)) {
            if (query.vector().length == dimension) {
                recent.add(query.vector());
            }
        }
        final int sizeMax = (int) Math.min(size, BYTES_MAX / (Float.BYTES * (long) dimension));
        final Reservoir reservoir = new Reservoir(sizeMax + queries - recent.size());
        fill(reservoir, store, field, mayGoOn);
        if (reservoir.seen < VECTORS_MIN) {
            throw new LokiVectorException(
                    ErrorCode.CONFLICT,
                    "field '"
                            + field.field()
                            + "' has "
                            + reservoir.seen
                            + " vectors; an advice takes at least "
                            + VECTORS_MIN);
        }
        final List<float[]> vectors = reservoir.vectors;
        Collections.shuffle(vectors, new Random(SEED));
        // Of few vectors most are to be searched among.
        final int heldOut = Math.min(queries - recent.size(), vectors.size() / 5);
        final int kept = Math.min(sizeMax, vectors.size() - heldOut);
        final int ofClients = recent.size();
        recent.addAll(vectors.subList(vectors.size() - heldOut, vectors.size()));
        return new VectorSample(
                List.copyOf(vectors.subList(0, kept)),
                List.copyOf(recent),
                ofClients,
                reservoir.seen);
    }

    private static void fill(
            Reservoir reservoir,
            CollectionStore store,
            VectorField field,
            BooleanSupplier mayGoOn) {
        final CollectionView view = store.view();
        for (int shard = 0; shard < view.layout().shards(); shard++) {
            final int end = view.nextId() == 1 ? 0 : view.layout().slotOf(view.nextId() - 1) + 1;
            for (int from = 0; from < end && mayGoOn.getAsBoolean(); from += SLICE) {
                if (!field.shard(shard)
                        .forEach(from, Math.min(end, from + SLICE), (_, v) -> reservoir.add(v))) {
                    throw new LokiVectorException(
                            ErrorCode.UNAVAILABLE,
                            "the index of field '"
                                    + field.field()
                                    + "' is not ready; ask again when it is");
                }
            }
        }
    }

    /** Keeps a fair sample of what goes by (Vitter, Random sampling with a reservoir, 1985). */
    private static final class Reservoir {
        private final int size;
        private final List<float[]> vectors = new ArrayList<>();
        private final Random random = new Random(SEED);
        private long seen;

        Reservoir(int size) {
            this.size = size;
        }

        void add(float[] vector) {
            seen++;
            if (vectors.size() < size) {
                vectors.add(vector.clone());
                return;
            }
            final long place = random.nextLong(seen);
            if (place < size) {
                vectors.set((int) place, vector.clone());
            }
        }
    }
}
