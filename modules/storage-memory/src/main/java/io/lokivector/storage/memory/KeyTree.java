package io.lokivector.storage.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one space in unsigned byte order, with their values: a B+tree.
 *
 * <p>A tree belongs to a generation, which changes it in place. What another generation made is
 * copied before it is changed, and so stays as it was for whoever kept it (path copying: Driscoll,
 * Sarnak, Sleator and Tarjan, "Making data structures persistent", 1989). One thread changes a
 * tree; any number may read one of an older generation.
 */
final class KeyTree {
    private final Object generation;
    private KeyNode root;

    private KeyTree(Object generation, KeyNode root) {
        this.generation = generation;
        this.root = root;
    }

    static KeyTree empty(Object generation) {
        return new KeyTree(generation, KeyLeaf.empty(generation));
    }

    /** This tree, or one with the same contents that the generation may change. */
    KeyTree ownedBy(Object other) {
        return generation.equals(other) ? this : new KeyTree(other, root);
    }

    boolean isEmpty() {
        return root.count() == 0;
    }

    byte @Nullable [] get(byte[] key) {
        KeyNode node = root;
        while (node instanceof final KeyBranch branch) {
            node = branch.child(branch.indexOf(key));
        }
        final KeyLeaf leaf = (KeyLeaf) node;
        final int index = leaf.search(key);
        return index < 0 ? null : leaf.value(index);
    }

    /** Sets a key, and gives the value it had. */
    byte @Nullable [] put(byte[] key, byte[] value) {
        root = root.ownedBy(generation);
        final KeyNode.Change change = root.put(key, value);
        if (change.right() != null && change.low() != null) {
            root = KeyBranch.of(generation, root, change.low(), change.right());
        }
        return change.old();
    }

    /** Removes a key, and gives the value it had. */
    byte @Nullable [] remove(byte[] key) {
        root = root.ownedBy(generation);
        final byte @Nullable [] old = root.remove(key);
        while (root instanceof final KeyBranch branch && branch.count() == 1) {
            root = branch.child(0).ownedBy(generation);
        }
        return old;
    }

    /** A walk over the keys from {@code from} (included) to {@code to} (excluded; null: all). */
    Cursor cursor(byte[] from, byte @Nullable [] to) {
        return new Cursor(root, from, to);
    }

    Cursor cursor() {
        return cursor(new byte[0], null);
    }

    /** A walk over keys in order; used by one thread, while nobody changes the tree. */
    static final class Cursor {
        private final List<KeyBranch> path = new ArrayList<>();
        private final List<Integer> indexes = new ArrayList<>();
        private final byte @Nullable [] to;
        private @Nullable KeyLeaf leaf;
        private int index;
        private byte[] key = new byte[0];
        private byte[] value = key;

        private Cursor(KeyNode root, byte[] from, byte @Nullable [] to) {
            this.to = to;
            final KeyLeaf first = descend(root, from);
            leaf = first;
            final int found = first.search(from);
            index = (found < 0 ? -found - 1 : found) - 1;
        }

        private KeyLeaf descend(KeyNode top, byte[] from) {
            KeyNode node = top;
            while (node instanceof final KeyBranch branch) {
                final int child = branch.indexOf(from);
                path.add(branch);
                indexes.add(child);
                node = branch.child(child);
            }
            return (KeyLeaf) node;
        }

        /** Steps to the next key; false at the end, and ever after. */
        boolean next() {
            index++;
            while (leaf != null && index >= leaf.count()) {
                leaf = nextLeaf();
                index = 0;
            }
            if (leaf == null) {
                return false;
            }
            key = leaf.key(index);
            value = leaf.value(index);
            if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
                leaf = null;
                return false;
            }
            return true;
        }

        private @Nullable KeyLeaf nextLeaf() {
            while (!path.isEmpty()) {
                final KeyBranch branch = path.removeLast();
                final int sibling = indexes.removeLast() + 1;
                if (sibling < branch.count()) {
                    path.add(branch);
                    indexes.add(sibling);
                    return descend(branch.child(sibling), new byte[0]);
                }
            }
            return null;
        }

        byte[] key() {
            return key;
        }

        byte[] value() {
            return value;
        }
    }
}
