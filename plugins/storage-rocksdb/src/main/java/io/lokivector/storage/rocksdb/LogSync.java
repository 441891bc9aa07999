package io.lokivector.storage.rocksdb;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.StorageException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Makes the write-ahead log durable for many waiting writers at once.
 *
 * <p>While one writer's fsync runs, others queue; the next of them syncs for all that were written
 * by then, and the rest find their batch durable already. Thread-safe.
 */
final class LogSync {
    private final RocksDB rocks;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long durable;
    private volatile @Nullable StorageException failure;

    LogSync(RocksDB rocks) {
        this.rocks = rocks;
    }

    /**
     * Returns once everything up to a sequence number of RocksDB is durable.
     *
     * @throws StorageException if it could not be made durable, now or ever before: after a failed
     *     fsync the operating system may have dropped the bytes and report success for the next
     */
    void await(long sequence) {
        lock.lock();
        try {
            if (durable >= sequence) {
                return;
            }
            throwIfFailed();
            final long written = rocks.getLatestSequenceNumber();
            rocks.syncWal();
            durable = written;
        } catch (RocksDBException e) {
            failure = RocksFailure.of("The write could not be made durable", e);
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    boolean isDurable(long sequence) {
        return durable >= sequence;
    }

    /** Refuses to go on after a failed fsync. */
    void throwIfFailed() {
        final @Nullable StorageException cause = failure;
        if (cause != null) {
            throw new StorageException(
                    ErrorCode.UNAVAILABLE,
                    "Writes are refused because an earlier one could not be made durable; check"
                            + " the disk and restart.",
                    cause);
        }
    }
}
