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
 * <p>Writers take turns; a snapshot freezes what is there, which later writers copy where they
 * change it. Neither waits for what the other does with it.
 */
final class MemoryStorage implements StorageEngine {
    private final long bytesMax;
    private final Object writing = new Object();
    private Contents contents = new Contents();
    private volatile long bytes;
    private volatile boolean closed;

    MemoryStorage(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public Commit apply(WriteBatch batch, Durability durability) {
        synchronized (writing) {
            checkOpen();
            if (contents.bytes() + Contents.growthMax(batch) > bytesMax) {
                applyIfItFits(batch);
            } else {
                contents.apply(batch);
            }
            bytes = contents.bytes();
        }
        return Commit.done();
    }

    private void applyIfItFits(WriteBatch batch) {
        final Contents.Frozen before = contents.freeze();
        contents.apply(batch);
        if (contents.bytes() > bytesMax && contents.bytes() > before.bytes()) {
            contents.restore(before);
            throw new StorageException(
                    ErrorCode.UNAVAILABLE,
                    "the memory store is full ("
                            + bytesMax
                            + " bytes); delete something, or raise max-bytes");
        }
    }

    @Override
    public Snapshot snapshot() {
        synchronized (writing) {
            checkOpen();
            return new MemorySnapshot(this, contents.freeze());
        }
    }

    @Override
    public long sizeBytes() {
        return bytes;
    }

    @Override
    public void close() {
        synchronized (writing) {
            closed = true;
            contents = new Contents();
            bytes = 0;
        }
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the storage is closed");
        }
    }
}
