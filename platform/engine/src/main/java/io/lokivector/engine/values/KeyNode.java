package io.lokivector.engine.values;

/** A part of a {@link KeyTree}; immutable. */
sealed interface KeyNode permits KeyLeaf, KeyBranch {
    /** How many entries are below. */
    int size();

    /** What it occupies with all that is below. */
    long memoryBytes();

    /** With the changes from one to another made. */
    Parts with(KeyBatch.Sorted batch, int from, int to);
}
