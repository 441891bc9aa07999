package io.lokivector.storage.memory;

import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link KeyTree}. It may be changed in place by its owner, the generation that made
 * it, and by nobody else.
 */
sealed interface KeyNode permits KeyLeaf, KeyBranch {
    /** The most entries or children of a node; one that would have more is split. */
    int MAX = 64;

    /** A node with fewer is joined with its neighbour when both fit into one. */
    int MIN = MAX / 4;

    /** The number of entries or children. */
    int count();

    /** This node, or a copy if it belongs to another generation. */
    KeyNode ownedBy(Object generation);

    /** Sets a key; only its owner calls this. */
    Change put(byte[] key, byte[] value);

    /** Removes a key, and gives its value; only its owner calls this. */
    byte @Nullable [] remove(byte[] key);

    /** Moves the upper part of a full node, from {@code at} on, to a new one. */
    KeyNode splitAt(int at);

    /** Appends what a neighbour to the right has, whose lowest key is {@code low}. */
    void append(KeyNode right, byte[] low);

    /**
     * What setting a key did.
     *
     * @param old the value it had, or null
     * @param low the lowest key of {@code right}
     * @param right the upper part, if the node was split
     */
    record Change(byte @Nullable [] old, byte @Nullable [] low, @Nullable KeyNode right) {
        private static final Change ADDED = new Change(null, null, null);

        /** Of a key that was not there, without a split. */
        static Change added() {
            return ADDED;
        }

        static Change replaced(byte[] old) {
            return new Change(old, null, null);
        }
    }
}
