package io.lokivector.engine;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.Commit;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage that refuses batches, or loses its word about them, when it is told to. */
final class FailingStorage implements StorageEngine {
    private final StorageEngine storage;
    volatile boolean refuses;
    volatile boolean losesCommits;

    /** How many more batches it takes before it refuses all. */
    final AtomicInteger taken = new AtomicInteger(Integer.MAX_VALUE);

    FailingStorage(StorageEngine storage) {
        this.storage = storage;
    }

    private static StorageException failure() {
        return new StorageException(ErrorCode.UNAVAILABLE, "the disk is full");
    }

    @Override
    public Commit apply(WriteBatch batch, Durability durability) {
        if (refuses || taken.getAndDecrement() <= 0) {
            throw failure();
        }
        final Commit commit = storage.apply(batch, durability);
        if (losesCommits) {
            return () -> {
                throw failure();
            };
        }
        return commit;
    }

    @Override
    public Snapshot snapshot() {
        return storage.snapshot();
    }

    @Override
    public long sizeBytes() {
        return storage.sizeBytes();
    }

    @Override
    public void close() {
        storage.close();
    }
}
