package io.lokivector.engine.collection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a collection is in the storage: the names of its spaces, and its keys.
 *
 * <pre>
 * catalogue                      collection number (4 bytes) → definition
 * c/N/fields                     field number (4 bytes) → name, UTF-8
 * c/N/state                      "s" → {@link CollectionState}
 * c/N/S/documents                $loki (8 bytes) → encoded document
 * c/N/S/vectors/C                $loki (8 bytes) → floats, little-endian
 * c/N/S/log                      last sequence of a batch (8 bytes) → {@link ChangeLog}
 * </pre>
 *
 * N is the collection's number, S the shard's, C the column's; keys are big-endian, so that their
 * order is that of the numbers.
 */
final class Spaces {
    static final String CATALOGUE = "catalogue";
    static final byte[] STATE_KEY = {'s'};

    private final String prefix;
    private final int shards;

    Spaces(int collection, int shards) {
        this.prefix = "c/" + collection + "/";
        this.shards = shards;
    }

    String fields() {
        return prefix + "fields";
    }

    String state() {
        return prefix + "state";
    }

    String documents(int shard) {
        return prefix + shard + "/documents";
    }

    String vectors(int shard, int column) {
        if (column < 0) {
            throw new IllegalArgumentException("the field has no column");
        }
        return prefix + shard + "/vectors/" + column;
    }

    String log(int shard) {
        return prefix + shard + "/log";
    }

    /** All spaces of the collection. */
    List<String> all(int columns) {
        final List<String> all = new ArrayList<>();
        all.add(fields());
        all.add(state());
        for (int shard = 0; shard < shards; shard++) {
            all.add(documents(shard));
            all.add(log(shard));
            for (int column = 0; column < columns; column++) {
                all.add(vectors(shard, column));
            }
        }
        return all;
    }

    static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    static byte[] key(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    static int readInt(byte[] key) {
        return ByteBuffer.wrap(key).getInt();
    }

    static long readLong(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }
}
