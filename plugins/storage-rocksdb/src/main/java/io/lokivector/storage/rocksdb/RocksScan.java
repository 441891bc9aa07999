package io.lokivector.storage.rocksdb;

import io.lokivector.spi.storage.Snapshot;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** A walk of a RocksDB iterator over a part of one space; owns the iterator and its bound. */
final class RocksScan implements Snapshot.Scan {
    private final RocksSnapshot owner;
    private final int prefixLength;
    private final byte[] from;
    private final boolean isEmpty;
    private final Slice bound;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private boolean started;
    private volatile boolean closed;
    private byte @Nullable [] key;

    RocksScan(
            RocksSnapshot owner,
            RocksDB rocks,
            org.rocksdb.Snapshot snapshot,
            int prefixLength,
            byte[] from,
            byte[] to) {
        this.owner = owner;
        this.prefixLength = prefixLength;
        this.from = from;
        // RocksDB does not promise anything for a bound before the start.
        this.isEmpty = Arrays.compareUnsigned(from, to) >= 0;
        this.bound = new Slice(to);
        this.options =
                new ReadOptions()
                        .setSnapshot(snapshot)
                        .setVerifyChecksums(true)
                        .setIterateUpperBound(bound);
        this.iterator = rocks.newIterator(options);
    }

    @Override
    public boolean next() {
        return owner.read(() -> {
            checkOpen();
            final boolean ended = started && key == null;
            if (ended || isEmpty) {
                return false;
            }
            if (started) {
                iterator.next();
            } else {
                iterator.seek(from);
                started = true;
            }
            if (iterator.isValid()) {
                final byte[] stored = iterator.key();
                key = Arrays.copyOfRange(stored, prefixLength, stored.length);
                return true;
            }
            key = null;
            iterator.status();
            return false;
        });
    }

    @Override
    public byte[] key() {
        final byte @Nullable [] current = key;
        if (current == null) {
            throw new IllegalStateException("the scan stands on no entry");
        }
        return current;
    }

    @Override
    public byte[] value() {
        key();
        return owner.read(() -> {
            checkOpen();
            return iterator.value();
        });
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the scan is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        key = null;
        owner.end(this);
    }

    /** Releases the native objects; called once, while no reader is inside. */
    void release() {
        iterator.close();
        options.close();
        bound.close();
    }
}
