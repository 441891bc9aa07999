package io.lokivector.engine.collection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final String prefix;
    private final String fields;
    private final String state;
    private final String[] documents;
    private final String[] logs;

    Spaces(int collection, int shards) {
        this.prefix = "c/" + collection + "/";
        this.fields = prefix + "fields";
        this.state = prefix + "state";
        this.documents = new String[shards];
        this.logs = new String[shards];
        for (int shard = 0; shard < shards; shard++) {
            documents[shard] = prefix + shard + "/documents";
            logs[shard] = prefix + shard + "/log";
        }
    }

    String fields() {
        return fields;
    }

    String state() {
        return state;
    }

    String documents(int shard) {
        return documents[shard];
    }

    String vectors(int shard, int column) {
        if (column < 0) {
            throw new IllegalArgumentException("the field has no column");
        }
        return prefix + shard + "/vectors/" + column;
    }

    String log(int shard) {
        return logs[shard];
    }

    /** All spaces of the collection. */
    List<String> all(int columns) {
        final List<String> all = new ArrayList<>();
        all.add(fields());
        all.add(state());
        for (int shard = 0; shard < documents.length; shard++) {
            all.add(documents(shard));
            all.add(log(shard));
            for (int column = 0; column < columns; column++) {
                all.add(vectors(shard, column));
            }
        }
        return all;
    }

    static byte[] key(int number) {
        final byte[] key = new byte[Integer.BYTES];
        INT.set(key, 0, number);
        return key;
    }

    static byte[] key(long number) {
        final byte[] key = new byte[Long.BYTES];
        LONG.set(key, 0, number);
        return key;
    }

    static int readInt(byte[] key) {
        return (int) INT.get(key, 0);
    }

    static long readLong(byte[] key) {
        return (long) LONG.get(key, 0);
    }
}
