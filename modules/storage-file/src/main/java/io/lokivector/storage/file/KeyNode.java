package io.lokivector.storage.file;

import org.jspecify.annotations.Nullable;

/** A node of a {@link KeyTree}. Immutable. */
sealed interface KeyNode permits KeyLeaf, KeyBranch {
    /** The most entries or children of a node; one that would have more is split. */
    int MAX = 64;

    /** A node with fewer is joined with its neighbour when both fit into one. */
    int MIN = MAX / 4;

    /** The number of entries or children. */
    int count();

    @Nullable Location find(byte[] key);

    /** This node with the key set. */
    Grown with(byte[] key, Location location);

    /** This node without the key; itself if it has no such key; perhaps with no entries. */
    KeyNode without(byte[] key);

    /**
     * What a change made of a node.
     *
     * @param node the node, or the left half of it
     * @param low the lowest key of the right half, if it was split
     * @param right the right half, if it was split
     */
    record Grown(KeyNode node, byte @Nullable [] low, @Nullable KeyNode right) {
        static Grown whole(KeyNode node) {
            return new Grown(node, null, null);
        }
    }
}
