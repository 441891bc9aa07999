package io.lokivector.tck.security;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.DurableMap;
import io.lokivector.spi.storage.StorageException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A durable map that survives as long as this object does: opening a component on it again is what
 * a restart is to a real one. It can be told to refuse writes, as a full disk would. Thread-safe.
 */
public final class MemoryDurableMap implements DurableMap {
    private final Map<String, byte[]> entries = new TreeMap<>();
    private boolean isRefusingWrites;

    /** An empty map. */
    public MemoryDurableMap() {}

    /** From now on every write throws, or works again. */
    public synchronized void refuseWrites(boolean refuse) {
        isRefusingWrites = refuse;
    }

    @Override
    public synchronized Optional<byte[]> get(String key) {
        return Optional.ofNullable(entries.get(key)).map(byte[]::clone);
    }

    @Override
    public synchronized void put(String key, byte[] value) {
        checkWrite(key);
        entries.put(key, value.clone());
    }

    @Override
    public synchronized void remove(String key) {
        checkWrite(key);
        entries.remove(key);
    }

    @Override
    public synchronized Map<String, byte[]> entries() {
        final Map<String, byte[]> copy = new TreeMap<>();
        entries.forEach((key, value) -> copy.put(key, value.clone()));
        return copy;
    }

    private void checkWrite(String key) {
        if (key.isEmpty() || key.length() > 256) {
            throw new IllegalArgumentException("a key has 1 to 256 characters: " + key.length());
        }
        if (isRefusingWrites) {
            throw new StorageException(ErrorCode.UNAVAILABLE, "The disk is full");
        }
    }
}
