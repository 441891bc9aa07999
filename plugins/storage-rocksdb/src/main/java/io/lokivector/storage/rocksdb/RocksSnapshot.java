package io.lokivector.storage.rocksdb;

import io.lokivector.spi.storage.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * A snapshot of RocksDB; owns its read options and the scans that are still open.
 *
 * <p>Readers, scans among them, hold the read side of {@link #life}, so that closing waits for them
 * and none of them ever reaches a released native object.
 */
final class RocksSnapshot implements Snapshot {
    private final RocksDB rocks;
    private final Consumer<RocksSnapshot> onClose;
    private final org.rocksdb.Snapshot snapshot;
    private final ReadOptions options;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private final Set<RocksScan> scans = ConcurrentHashMap.newKeySet();
    private boolean closed;

    RocksSnapshot(RocksDB rocks, Consumer<RocksSnapshot> onClose) {
        this.rocks = rocks;
        this.onClose = onClose;
        this.snapshot = rocks.getSnapshot();
        this.options = new ReadOptions().setSnapshot(snapshot).setVerifyChecksums(true);
    }

    @Override
    public Optional<byte[]> get(String space, byte[] key) {
        return read(() -> Optional.ofNullable(rocks.get(options, SpaceKey.of(space, key))));
    }

    @Override
    public Scan scan(String space, byte[] from, byte[] to) {
        return scanRange(space, SpaceKey.of(space, from), SpaceKey.of(space, to));
    }

    @Override
    public Scan scan(String space) {
        return scanRange(space, SpaceKey.prefix(space), SpaceKey.end(space));
    }

    private Scan scanRange(String space, byte[] from, byte[] to) {
        final int prefixLength = SpaceKey.prefix(space).length;
        return read(() -> {
            final RocksScan scan = new RocksScan(this, rocks, snapshot, prefixLength, from, to);
            scans.add(scan);
            return scan;
        });
    }

    @Override
    public List<String> spaces() {
        return read(() -> {
            final List<String> names = new ArrayList<>();
            try (RocksIterator iterator = rocks.newIterator(options)) {
                iterator.seekToFirst();
                while (iterator.isValid()) {
                    final String name = SpaceKey.space(iterator.key());
                    names.add(name);
                    iterator.seek(SpaceKey.end(name));
                }
                iterator.status();
            }
            names.sort(null);
            return List.copyOf(names);
        });
    }

    /** Reads natively while nothing can be released. */
    <T> T read(NativeRead<T> action) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the snapshot is closed");
            }
            return action.run();
        } catch (RocksDBException e) {
            throw RocksFailure.of("The storage could not be read", e);
        } finally {
            life.readLock().unlock();
        }
    }

    /** Forgets a scan and releases what it owns, unless that has happened already. */
    void end(RocksScan scan) {
        life.readLock().lock();
        try {
            if (scans.remove(scan)) {
                scan.release();
            }
        } finally {
            life.readLock().unlock();
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
            scans.forEach(RocksScan::release);
            scans.clear();
            options.close();
            rocks.releaseSnapshot(snapshot);
            snapshot.close();
        } finally {
            life.writeLock().unlock();
        }
        onClose.accept(this);
    }

    /** A call into RocksDB. */
    @FunctionalInterface
    interface NativeRead<T> {
        T run() throws RocksDBException;
    }
}
