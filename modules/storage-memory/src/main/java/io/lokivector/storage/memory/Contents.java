package io.lokivector.storage.memory;

import io.lokivector.spi.storage.WriteBatch;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * All spaces of a store, changed in place by one writer, until they are frozen.
 *
 * <p>Freezing begins a new generation, which copies what it changes. So a snapshot costs nothing,
 * the first change of a node after it costs a copy, and later ones cost none. Not thread-safe, but
 * what was frozen may be read by any number of threads while the writer goes on.
 */
final class Contents {
    /** What an entry occupies beside its key and value: an array, and its share of the nodes. */
    private static final int ENTRY_BYTES = 32;

    private Object generation = new Object();
    private TreePMap<String, KeyTree> spaces = TreePMap.empty();
    private long bytes;

    /**
     * The spaces at one moment, not to be changed.
     *
     * @param trees by name; none is empty
     * @param bytes the length of all keys and values, and a flat charge for the entries
     */
    record Frozen(TreePMap<String, KeyTree> trees, long bytes) {}

    /** The length of all keys and values, and a flat charge for the entries. */
    long bytes() {
        return bytes;
    }

    /** What is there now, which later changes leave alone. */
    Frozen freeze() {
        generation = new Object();
        return new Frozen(spaces, bytes);
    }

    /** Goes back to what was frozen. */
    void restore(Frozen frozen) {
        spaces = frozen.trees;
        bytes = frozen.bytes;
        generation = new Object();
    }

    /** By how much a batch can make this grow at most. */
    static long growthMax(WriteBatch batch) {
        long growth = 0;
        for (final WriteBatch.Write write : batch.writes()) {
            if (write instanceof final WriteBatch.Put put) {
                growth += charge(put.key(), put.value());
            }
        }
        return growth;
    }

    /** Makes all changes of a batch. */
    void apply(WriteBatch batch) {
        String space = "";
        @Nullable KeyTree tree = null;
        for (final WriteBatch.Write write : batch.writes()) {
            switch (write) {
                case final WriteBatch.Put put -> {
                    if (tree == null || !put.space().equals(space)) {
                        space = put.space();
                        tree = own(space);
                    }
                    final byte[] key = put.key();
                    bytes += charge(key, put.value()) - charge(key, tree.put(key, put.value()));
                }
                case final WriteBatch.Delete delete -> {
                    delete(delete);
                    tree = null;
                }
                case final WriteBatch.DropSpace drop -> {
                    drop(drop.space());
                    tree = null;
                }
            }
        }
    }

    private KeyTree own(String space) {
        final @Nullable KeyTree known = spaces.get(space);
        final KeyTree own = known == null ? KeyTree.empty(generation) : known.ownedBy(generation);
        if (!own.equals(known)) {
            spaces = spaces.plus(space, own);
        }
        return own;
    }

    private void delete(WriteBatch.Delete delete) {
        final String space = delete.space();
        if (spaces.containsKey(space)) {
            final KeyTree tree = own(space);
            bytes -= charge(delete.key(), tree.remove(delete.key()));
            if (tree.isEmpty()) {
                spaces = spaces.minus(space);
            }
        }
    }

    private void drop(String space) {
        final @Nullable KeyTree tree = spaces.get(space);
        if (tree != null) {
            final KeyTree.Cursor cursor = tree.cursor();
            while (cursor.next()) {
                bytes -= charge(cursor.key(), cursor.value());
            }
            spaces = spaces.minus(space);
        }
    }

    private static long charge(byte[] key, byte @Nullable [] value) {
        return value == null ? 0 : (long) ENTRY_BYTES + key.length + value.length;
    }
}
