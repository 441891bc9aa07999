package io.lokivector.spi.storage;

/**
 * An ordered key-value store with atomic batches and snapshots; the place where a database rests.
 *
 * <p>Keys live in named <em>spaces</em> and are ordered as unsigned bytes within one. The promise
 * to keep through any crash:
 *
 * <ul>
 *   <li>a batch is there wholly or not at all;
 *   <li>batches survive in the order they were applied: if one is there, so are all before it;
 *   <li>a batch whose {@link Commit#await()} returned is there, if it asked for {@link
 *       Durability#FSYNC};
 *   <li>a damaged byte is reported as {@link StorageException}, never served as data.
 * </ul>
 *
 * <p>All methods may be called from any thread. After an I/O failure of a write the engine refuses
 * further writes until it is healthy again, and keeps serving reads.
 */
public interface StorageEngine extends AutoCloseable {
    /**
     * Applies a batch: snapshots taken from now on see it, and its durability is under way.
     *
     * <p>The order in which calls enter is the order in which batches survive. An engine that makes
     * the batch durable before it returns answers {@link Commit#done()}.
     *
     * @return what to wait for before the write may be acknowledged
     * @throws StorageException if nothing of the batch was applied
     */
    Commit apply(WriteBatch batch, Durability durability);

    /** A view of all spaces as they are now, unmoved by later batches; to be closed. */
    Snapshot snapshot();

    /** The bytes this store occupies where it rests. */
    long sizeBytes();

    /** Finishes pending writes durably and releases everything; idempotent. */
    @Override
    void close();
}
