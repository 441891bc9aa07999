package io.lokivector.engine.values;

import java.util.Arrays;

/**
 * What divides a node of a {@link KeyTree} from the one before: not after its first entry, and
 * after every entry before.
 */
@SuppressWarnings("ArrayRecordComponent") // not changed once made
record Separator(byte[] key, int slot) {
    /** Not after any entry. */
    static final Separator LOWEST = new Separator(new byte[0], -1);

    /** Negative if it is before an entry. */
    int compareTo(byte[] other, int from, int to, int otherSlot) {
        final int byKey = Arrays.compareUnsigned(key, 0, key.length, other, from, to);
        return byKey != 0 ? byKey : Integer.compare(slot, otherSlot);
    }
}
