package io.lokivector.engine;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.DurableMap;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A map in a space of the storage, {@code map/OWNER}, its keys in UTF-8. */
final class StorageMap implements DurableMap {
    private static final int KEY_LENGTH_MAX = 256;

    private final StorageEngine storage;
    private final String space;

    StorageMap(StorageEngine storage, String owner) {
        if (!owner.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "the owner of a map is named by 1 to 100 letters, digits and . _ -, not '"
                            + owner
                            + "'");
        }
        this.storage = storage;
        this.space = "map/" + owner;
    }

    @Override
    public Optional<byte[]> get(String key) {
        try (Snapshot snapshot = storage.snapshot()) {
            return snapshot.get(space, encode(key));
        }
    }

    @Override
    public void put(String key, byte[] value) {
        storage.apply(new WriteBatch().put(space, encode(key), value.clone()), Durability.FSYNC)
                .await();
    }

    @Override
    public void remove(String key) {
        storage.apply(new WriteBatch().delete(space, encode(key)), Durability.FSYNC).await();
    }

    @Override
    public Map<String, byte[]> entries() {
        final Map<String, byte[]> entries = new TreeMap<>();
        try (Snapshot snapshot = storage.snapshot();
                Snapshot.Scan scan = snapshot.scan(space)) {
            while (scan.next()) {
                entries.put(new String(scan.key(), StandardCharsets.UTF_8), scan.value());
            }
        }
        return entries;
    }

    private static byte[] encode(String key) {
        if (key.isEmpty() || key.length() > KEY_LENGTH_MAX) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST, "a key has 1 to " + KEY_LENGTH_MAX + " characters");
        }
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
