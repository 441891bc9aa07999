package io.lokivector.storage.memory;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.Commit;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;

/**
 * A store in memory that forgets everything when it is closed.
 *
 * <p>Its state is one immutable value: a writer derives the next one, a snapshot keeps the one it
 * took, and neither waits for the other.
 */
final class MemoryStorage implements StorageEngine {
    private final long bytesMax;
    private final Object writing = new Object();
    private volatile MemoryState state = MemoryState.EMPTY;
    private volatile boolean closed;

    MemoryStorage(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public Commit apply(WriteBatch batch, Durability durability) {
        synchronized (writing) {
            checkOpen();
            final MemoryState next = state.with(batch);
            if (next.bytes() > bytesMax && next.bytes() > state.bytes()) {
                throw new StorageException(
                        ErrorCode.UNAVAILABLE,
                        "the memory store is full ("
                                + bytesMax
                                + " bytes); delete something, or raise max-bytes");
            }
            state = next;
        }
        return Commit.done();
    }

    @Override
    public Snapshot snapshot() {
        checkOpen();
        return new MemorySnapshot(this, state);
    }

    @Override
    public long sizeBytes() {
        return state.bytes();
    }

    @Override
    public void close() {
        synchronized (writing) {
            closed = true;
            state = MemoryState.EMPTY;
        }
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the storage is closed");
        }
    }
}
