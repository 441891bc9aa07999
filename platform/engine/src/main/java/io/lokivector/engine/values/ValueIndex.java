package io.lokivector.engine.values;

import java.util.Arrays;

/**
 * An index of values over one shard at one moment; immutable.
 *
 * @param entries the keys of the documents with their slots
 * @param branched how many documents have their keys from paths that led through lists; if there is
 *     none, each document has exactly one key
 */
public record ValueIndex(IndexShape shape, KeyTree entries, int branched) {
    /** An index of no documents. */
    public static ValueIndex empty(IndexShape shape) {
        return new ValueIndex(shape, KeyTree.empty(), 0);
    }

    /** The slots of the documents that have a key. */
    public int[] slotsOf(IndexShape.Key key) {
        final int from = entries.rank(key.bytes());
        final int to = entries.rank(Arrays.copyOf(key.bytes(), key.bytes().length + 1));
        return entries.slots(from, to);
    }

    /** Whether each document has exactly one key, that of the values its paths lead to. */
    public boolean isPlain() {
        return branched == 0;
    }
}
