package io.lokivector.storage.rocksdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of one space inside the one ordered key range of RocksDB.
 *
 * <pre>
 * offset  length  content
 * 0       1       n, the length of the space's name (1 to 200)
 * 1       n       the name, ASCII
 * 1 + n   rest    the key
 * </pre>
 *
 * <p>The length in front makes the keys of a space one range that no other space's name can reach
 * into, and leaves their order within the space as it was.
 */
final class SpaceKey {
    private SpaceKey() {}

    /** The bytes all keys of a space begin with, and before all of them in order. */
    static byte[] prefix(String space) {
        final byte[] name = space.getBytes(StandardCharsets.US_ASCII);
        final byte[] prefix = new byte[1 + name.length];
        prefix[0] = (byte) name.length;
        System.arraycopy(name, 0, prefix, 1, name.length);
        return prefix;
    }

    /** A key of a space. */
    static byte[] of(String space, byte[] key) {
        final byte[] prefix = prefix(space);
        final byte[] result = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, result, prefix.length, key.length);
        return result;
    }

    /** The first bytes after all keys of a space. */
    static byte[] end(String space) {
        final byte[] end = prefix(space);
        // A name ends in a letter, a digit or one of four signs, so one more never overflows.
        end[end.length - 1]++;
        return end;
    }

    /** The space of a key as RocksDB has it. */
    static String space(byte[] stored) {
        return new String(stored, 1, stored[0] & 0xff, StandardCharsets.US_ASCII);
    }
}
