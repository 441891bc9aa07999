package io.lokivector.storage.memory;

import io.lokivector.spi.storage.WriteBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * All spaces at one moment. Immutable; a changed state shares with this one what did not change.
 *
 * @param spaces the keys of every space that has any
 * @param bytes the length of all keys and values, and a flat charge for the entries
 */
record MemoryState(TreePMap<String, TreePMap<byte[], byte[]>> spaces, long bytes) {
    static final MemoryState EMPTY = new MemoryState(TreePMap.empty(), 0);

    /** What an entry occupies beside its key and value: two arrays, a tree node and its path. */
    private static final int ENTRY_BYTES = 96;

    private static final TreePMap<byte[], byte[]> NO_KEYS = TreePMap.empty(Arrays::compareUnsigned);

    MemoryState with(WriteBatch batch) {
        MemoryState state = this;
        for (final WriteBatch.Write write : batch.writes()) {
            state =
                    switch (write) {
                        case WriteBatch.Put put -> state.put(put);
                        case WriteBatch.Delete delete -> state.delete(delete);
                        case WriteBatch.DropSpace drop -> state.drop(drop.space());
                    };
        }
        return state;
    }

    TreePMap<byte[], byte[]> keys(String space) {
        return spaces.getOrDefault(space, NO_KEYS);
    }

    private MemoryState put(WriteBatch.Put put) {
        final TreePMap<byte[], byte[]> keys = keys(put.space());
        final long change = charge(put.key(), put.value()) - charge(put.key(), keys.get(put.key()));
        return new MemoryState(
                spaces.plus(put.space(), keys.plus(put.key(), put.value())), bytes + change);
    }

    private MemoryState delete(WriteBatch.Delete delete) {
        final TreePMap<byte[], byte[]> keys = keys(delete.space());
        final byte @Nullable [] old = keys.get(delete.key());
        if (old == null) {
            return this;
        }
        final TreePMap<byte[], byte[]> fewer = keys.minus(delete.key());
        return new MemoryState(
                fewer.isEmpty() ? spaces.minus(delete.space()) : spaces.plus(delete.space(), fewer),
                bytes - charge(delete.key(), old));
    }

    private MemoryState drop(String space) {
        long freed = 0;
        for (final var entry : keys(space).entrySet()) {
            freed += charge(entry.getKey(), entry.getValue());
        }
        return new MemoryState(spaces.minus(space), bytes - freed);
    }

    private static long charge(byte[] key, byte @Nullable [] value) {
        return value == null ? 0 : (long) ENTRY_BYTES + key.length + value.length;
    }
}
