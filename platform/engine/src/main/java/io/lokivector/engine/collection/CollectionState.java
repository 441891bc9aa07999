package io.lokivector.engine.collection;

import java.nio.ByteBuffer;

/**
 * The numbers of a collection that no document tells: version (1 byte, 1), the next {@code $loki}
 * and the sequence of each shard (8 bytes each, big-endian).
 *
 * @param nextId the {@code $loki} of the next document
 * @param sequences by shard
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read, never changed
record CollectionState(long nextId, long[] sequences) {
    private static final byte VERSION = 1;

    static CollectionState initial(int shards) {
        return new CollectionState(1, new long[shards]);
    }

    byte[] encode() {
        final ByteBuffer bytes = ByteBuffer.allocate(1 + 8 + 8 * sequences.length);
        bytes.put(VERSION).putLong(nextId);
        for (final long sequence : sequences) {
            bytes.putLong(sequence);
        }
        return bytes.array();
    }

    static CollectionState decode(byte[] encoded, int shards) {
        final ByteBuffer bytes = ByteBuffer.wrap(encoded);
        if (bytes.get() != VERSION || bytes.remaining() != 8 + 8 * shards) {
            throw new IllegalStateException("the state of a collection has an unknown format");
        }
        final long nextId = bytes.getLong();
        final long[] sequences = new long[shards];
        for (int i = 0; i < shards; i++) {
            sequences[i] = bytes.getLong();
        }
        return new CollectionState(nextId, sequences);
    }
}
