package io.lokivector.storage.memory;

import io.lokivector.spi.storage.Snapshot;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A state of the store, kept. */
final class MemorySnapshot implements Snapshot {
    private final MemoryStorage storage;
    private volatile @Nullable MemoryState state;

    MemorySnapshot(MemoryStorage storage, MemoryState state) {
        this.storage = storage;
        this.state = state;
    }

    private MemoryState state() {
        storage.checkOpen();
        final @Nullable MemoryState current = state;
        if (current == null) {
            throw new IllegalStateException("the snapshot is closed");
        }
        return current;
    }

    @Override
    public Optional<byte[]> get(String space, byte[] key) {
        return Optional.ofNullable(state().keys(space).get(key)).map(byte[]::clone);
    }

    @Override
    public Scan scan(String space, byte[] from, byte[] to) {
        return Arrays.compareUnsigned(from, to) >= 0
                ? new MemoryScan(Map.<byte[], byte[]>of())
                : new MemoryScan(state().keys(space).subMap(from, to));
    }

    @Override
    public Scan scan(String space) {
        return new MemoryScan(state().keys(space));
    }

    @Override
    public List<String> spaces() {
        return List.copyOf(state().spaces().keySet());
    }

    @Override
    public void close() {
        state = null;
    }

    private static final class MemoryScan implements Scan {
        private final Iterator<? extends Map.Entry<byte[], byte[]>> entries;
        private Map.@Nullable Entry<byte[], byte[]> current;

        MemoryScan(Map<byte[], byte[]> keys) {
            entries = keys.entrySet().iterator();
        }

        @Override
        public boolean next() {
            current = entries.hasNext() ? entries.next() : null;
            return current != null;
        }

        private Map.Entry<byte[], byte[]> current() {
            if (current == null) {
                throw new IllegalStateException("the scan stands at no entry");
            }
            return current;
        }

        @Override
        public byte[] key() {
            return current().getKey();
        }

        @Override
        public byte[] value() {
            return current().getValue().clone();
        }

        @Override
        public void close() {
            current = null;
        }
    }
}
