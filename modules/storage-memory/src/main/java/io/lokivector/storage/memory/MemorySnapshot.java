package io.lokivector.storage.memory;

import io.lokivector.spi.storage.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A state of the store, kept. */
final class MemorySnapshot implements Snapshot {
    private final MemoryStorage storage;
    private volatile Contents.@Nullable Frozen contents;

    MemorySnapshot(MemoryStorage storage, Contents.Frozen contents) {
        this.storage = storage;
        this.contents = contents;
    }

    private Contents.Frozen contents() {
        storage.checkOpen();
        final Contents.@Nullable Frozen current = contents;
        if (current == null) {
            throw new IllegalStateException("the snapshot is closed");
        }
        return current;
    }

    @Override
    public Optional<byte[]> get(String space, byte[] key) {
        final @Nullable KeyTree tree = contents().trees().get(space);
        return tree == null
                ? Optional.empty()
                : Optional.ofNullable(tree.get(key)).map(byte[]::clone);
    }

    @Override
    public Scan scan(String space, byte[] from, byte[] to) {
        final @Nullable KeyTree tree = contents().trees().get(space);
        return new MemoryScan(
                tree == null || Arrays.compareUnsigned(from, to) >= 0
                        ? null
                        : tree.cursor(from, to));
    }

    @Override
    public Scan scan(String space) {
        final @Nullable KeyTree tree = contents().trees().get(space);
        return new MemoryScan(tree == null ? null : tree.cursor());
    }

    @Override
    public List<String> spaces() {
        return List.copyOf(contents().trees().keySet());
    }

    @Override
    public void close() {
        contents = null;
    }

    private static final class MemoryScan implements Scan {
        private final KeyTree.@Nullable Cursor cursor;
        private boolean isAtEntry;

        /** A walk of a cursor; null for one over nothing. */
        MemoryScan(KeyTree.@Nullable Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean next() {
            isAtEntry = cursor != null && cursor.next();
            return isAtEntry;
        }

        private KeyTree.Cursor current() {
            if (cursor == null || !isAtEntry) {
                throw new IllegalStateException("the scan stands at no entry");
            }
            return cursor;
        }

        @Override
        public byte[] key() {
            return current().key();
        }

        @Override
        public byte[] value() {
            return current().value().clone();
        }

        @Override
        public void close() {
            isAtEntry = false;
        }
    }
}
