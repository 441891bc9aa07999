package io.lokivector.storage.rocksdb;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.Commit;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * A store in one column family of RocksDB; keys as {@link SpaceKey} has them.
 *
 * <p>A call into a closed native object would end the process. So every call holds the read side of
 * {@link #life}, and {@link #close()} the write side; snapshots that are still open are closed
 * first, each waiting for its own readers, and say {@link IllegalStateException} afterwards.
 */
final class RocksStorageEngine implements StorageEngine {
    private final Path folder;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private final Set<RocksSnapshot> snapshots = ConcurrentHashMap.newKeySet();
    private final OpenDatabase database;
    private final RocksDB rocks;
    private final WriteOptions unsynced;
    private final LogSync logSync;
    private boolean closed;

    RocksStorageEngine(Path folder, RocksStorageConfig config) {
        this.folder = folder;
        this.database = new OpenDatabase(folder, config);
        this.rocks = database.rocks();
        this.unsynced = new WriteOptions();
        this.logSync = new LogSync(rocks);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Every batch goes through the write-ahead log, whatever its durability: without it a later
     * batch could survive an earlier one. A log record is handed to the operating system before
     * this returns, so only {@link Durability#FSYNC} has something left to wait for.
     */
    @Override
    public Commit apply(WriteBatch batch, Durability durability) {
        life.readLock().lock();
        try {
            checkOpen();
            logSync.throwIfFailed();
            write(batch);
            if (durability != Durability.FSYNC) {
                return Commit.done();
            }
            final long sequence = rocks.getLatestSequenceNumber();
            return () -> awaitDurable(sequence);
        } finally {
            life.readLock().unlock();
        }
    }

    private void write(WriteBatch batch) {
        try (org.rocksdb.WriteBatch changes = new org.rocksdb.WriteBatch()) {
            for (final WriteBatch.Write write : batch.writes()) {
                switch (write) {
                    case WriteBatch.Put put ->
                            changes.put(SpaceKey.of(put.space(), put.key()), put.value());
                    case WriteBatch.Delete delete ->
                            changes.delete(SpaceKey.of(delete.space(), delete.key()));
                    case WriteBatch.DropSpace drop ->
                            changes.deleteRange(
                                    SpaceKey.prefix(drop.space()), SpaceKey.end(drop.space()));
                }
            }
            rocks.write(unsynced, changes);
        } catch (RocksDBException e) {
            throw RocksFailure.of("The batch could not be written", e);
        }
    }

    private void awaitDurable(long sequence) {
        life.readLock().lock();
        try {
            // After a close it is durable, or never will be.
            if (!logSync.isDurable(sequence)) {
                logSync.throwIfFailed();
                checkOpen();
                logSync.await(sequence);
            }
        } finally {
            life.readLock().unlock();
        }
    }

    @Override
    public Snapshot snapshot() {
        life.readLock().lock();
        try {
            checkOpen();
            final RocksSnapshot snapshot = new RocksSnapshot(rocks, snapshots::remove);
            snapshots.add(snapshot);
            return snapshot;
        } finally {
            life.readLock().unlock();
        }
    }

    @Override
    public long sizeBytes() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(RocksStorageEngine::sizeOf).sum();
        } catch (IOException e) {
            throw new StorageException(ErrorCode.UNAVAILABLE, "The data folder cannot be read.", e);
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            // RocksDB deletes files of its own accord.
            return 0;
        } catch (IOException e) {
            throw new StorageException(ErrorCode.UNAVAILABLE, "A data file cannot be read.", e);
        }
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try {
                logSync.await(rocks.getLatestSequenceNumber());
            } finally {
                snapshots.forEach(RocksSnapshot::close);
                unsynced.close();
                database.close();
            }
        } finally {
            life.writeLock().unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the storage engine is closed");
        }
    }
}
