package io.lokivector.tck.storage;

import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.WriteBatch;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What a store must hold: the plainest thing that keeps the same promise. Not thread-safe. */
final class StorageModel {
    private final TreeMap<String, TreeMap<byte[], byte[]>> spaces = new TreeMap<>();

    StorageModel() {}

    StorageModel copy() {
        final StorageModel copy = new StorageModel();
        spaces.forEach((name, keys) -> copy.spaces.put(name, new TreeMap<>(keys)));
        return copy;
    }

    void apply(WriteBatch batch) {
        for (final WriteBatch.Write write : batch.writes()) {
            switch (write) {
                case WriteBatch.Put put ->
                        spaces.computeIfAbsent(
                                        put.space(), _ -> new TreeMap<>(Arrays::compareUnsigned))
                                .put(put.key(), put.value());
                case WriteBatch.Delete delete ->
                        spaces.computeIfPresent(
                                delete.space(),
                                (_, keys) -> {
                                    keys.remove(delete.key());
                                    return keys.isEmpty() ? null : keys;
                                });
                case WriteBatch.DropSpace drop -> spaces.remove(drop.space());
            }
        }
    }

    TreeMap<byte[], byte[]> space(String name) {
        return spaces.getOrDefault(name, new TreeMap<>(Arrays::compareUnsigned));
    }

    /** Everything in it as text, in order: what two equal stores have in common. */
    String dump() {
        final StringBuilder text = new StringBuilder();
        spaces.forEach(
                (space, keys) -> keys.forEach((key, value) -> append(text, space, key, value)));
        return text.toString();
    }

    /** The same text of a snapshot, read by scans. */
    static String dump(Snapshot snapshot) {
        final StringBuilder text = new StringBuilder();
        for (final String space : snapshot.spaces()) {
            try (Snapshot.Scan scan = snapshot.scan(space)) {
                while (scan.next()) {
                    append(text, space, scan.key(), scan.value());
                }
            }
        }
        return text.toString();
    }

    /** The text of some keys of a space. */
    static String dump(String space, Map<byte[], byte[]> keys) {
        final StringBuilder text = new StringBuilder();
        keys.forEach((key, value) -> append(text, space, key, value));
        return text.toString();
    }

    static void append(StringBuilder text, String space, byte[] key, byte[] value) {
        text.append(space).append(' ').append(HexFormat.of().formatHex(key)).append(" = ");
        // A long value stands for itself by its length and hash: these texts are compared often.
        if (value.length > 32) {
            text.append(value.length).append(" bytes #").append(Arrays.hashCode(value));
        } else {
            text.append(HexFormat.of().formatHex(value));
        }
        text.append('\n');
    }
}
