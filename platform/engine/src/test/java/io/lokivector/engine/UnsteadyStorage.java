package io.lokivector.engine;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.Commit;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * A storage that takes its time over commits, so that callers meet, and that fails now and then: it
 * refuses a batch, or takes it and loses its word about it.
 */
final class UnsteadyStorage implements StorageEngine {
    private static final long COMMIT_NANOS_MAX = 300_000;

    private final StorageEngine storage;
    private final RandomGenerator random;
    private volatile double failures;

    UnsteadyStorage(StorageEngine storage, RandomGenerator random) {
        this.storage = storage;
        this.random = random;
    }

    /** Lets so many of all batches fail, from 0 to 1. */
    void fail(double share) {
        failures = share;
    }

    @Override
    public Commit apply(WriteBatch batch, Durability durability) {
        final boolean fails;
        final boolean refuses;
        final long nanos;
        synchronized (random) {
            fails = random.nextDouble() < failures;
            refuses = random.nextBoolean();
            nanos = random.nextLong(COMMIT_NANOS_MAX);
        }
        if (fails && refuses) {
            throw failure();
        }
        final Commit commit = storage.apply(batch, durability);
        return () -> {
            LockSupport.parkNanos(nanos);
            if (fails) {
                throw failure();
            }
            commit.await();
        };
    }

    private static StorageException failure() {
        return new StorageException(ErrorCode.UNAVAILABLE, "the disk is full");
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
