package io.lokivector.storage.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one space in unsigned byte order, each with the location of its value.
 *
 * <p>A B+tree whose nodes never change: a changed tree shares all but one path with the old one, so
 * that a snapshot is a reference and readers need no lock (path copying: Driscoll, Sarnak, Sleator
 * and Tarjan, "Making data structures persistent", 1989). Keys are packed into one array per leaf:
 * a million small keys are some ten thousand objects. Immutable.
 */
final class KeyTree {
    static final KeyTree EMPTY = new KeyTree(KeyLeaf.EMPTY);

    private final KeyNode root;

    private KeyTree(KeyNode root) {
        this.root = root;
    }

    boolean isEmpty() {
        return root.count() == 0;
    }

    @Nullable Location find(byte[] key) {
        return root.find(key);
    }

    KeyTree with(byte[] key, Location location) {
        final KeyNode.Grown grown = root.with(key, location);
        return new KeyTree(
                grown.right() == null || grown.low() == null
                        ? grown.node()
                        : new KeyBranch(
                                new KeyNode[] {grown.node(), grown.right()},
                                new byte[][] {grown.low()}));
    }

    KeyTree without(byte[] key) {
        KeyNode shrunk = root.without(key);
        if (shrunk.equals(root)) {
            return this;
        }
        while (shrunk instanceof KeyBranch branch && branch.count() == 1) {
            shrunk = branch.child(0);
        }
        return new KeyTree(shrunk);
    }

    /** A walk over the keys from {@code from} (included) to {@code to} (excluded; null: all). */
    Cursor cursor(byte[] from, byte @Nullable [] to) {
        return new Cursor(root, from, to);
    }

    Cursor cursor() {
        return cursor(new byte[0], null);
    }

    /** A walk over keys in order; used by one thread. */
    static final class Cursor {
        private final List<KeyBranch> path = new ArrayList<>();
        private final List<Integer> indexes = new ArrayList<>();
        private final byte @Nullable [] to;
        private KeyLeaf leaf;
        private int index;
        private byte[] key = new byte[0];

        private Cursor(KeyNode root, byte[] from, byte @Nullable [] to) {
            this.to = to;
            KeyNode node = root;
            while (node instanceof KeyBranch branch) {
                final int child = branch.indexOf(from);
                path.add(branch);
                indexes.add(child);
                node = branch.child(child);
            }
            leaf = (KeyLeaf) node;
            final int found = leaf.search(from);
            index = (found < 0 ? -found - 1 : found) - 1;
        }

        /** Steps to the next key; false at the end, and ever after. */
        boolean next() {
            index++;
            while (index >= leaf.count()) {
                if (!nextLeaf()) {
                    return false;
                }
            }
            key = leaf.key(index);
            if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
                path.clear();
                leaf = KeyLeaf.EMPTY;
                return false;
            }
            return true;
        }

        private boolean nextLeaf() {
            index = 0;
            for (int depth = path.size() - 1; depth >= 0; depth--) {
                final int sibling = indexes.get(depth) + 1;
                if (sibling < path.get(depth).count()) {
                    indexes.set(depth, sibling);
                    KeyNode node = path.get(depth).child(sibling);
                    for (int below = depth + 1; node instanceof KeyBranch branch; below++) {
                        path.set(below, branch);
                        indexes.set(below, 0);
                        node = branch.child(0);
                    }
                    leaf = (KeyLeaf) node;
                    return true;
                }
            }
            path.clear();
            leaf = KeyLeaf.EMPTY;
            return false;
        }

        byte[] key() {
            return key;
        }

        Location location() {
            return leaf.location(index);
        }
    }

    /** Builds a tree from keys that come in order, many times faster than by single changes. */
    static final class Builder {
        private static final int FILL = KeyNode.MAX * 3 / 4;

        private final byte[][] keys = new byte[FILL][];
        private final Location[] locations = new Location[FILL];
        private final List<KeyNode> leaves = new ArrayList<>();
        private final List<byte[]> lows = new ArrayList<>();
        private int count;

        /** Adds a key above all before. */
        void add(byte[] key, Location location) {
            if (count == FILL) {
                finishLeaf();
            }
            keys[count] = key;
            locations[count] = location;
            count++;
        }

        private void finishLeaf() {
            leaves.add(KeyLeaf.of(keys, locations, count));
            lows.add(keys[0]);
            count = 0;
        }

        KeyTree build() {
            if (count > 0) {
                finishLeaf();
            }
            List<KeyNode> nodes = leaves;
            List<byte[]> nodeLows = lows;
            while (nodes.size() > 1) {
                final List<KeyNode> parents = new ArrayList<>();
                final List<byte[]> parentLows = new ArrayList<>();
                for (int from = 0; from < nodes.size(); from += FILL) {
                    final int to = Math.min(nodes.size(), from + FILL);
                    parents.add(
                            new KeyBranch(
                                    nodes.subList(from, to).toArray(KeyNode[]::new),
                                    nodeLows.subList(from + 1, to).toArray(byte[][]::new)));
                    parentLows.add(nodeLows.get(from));
                }
                nodes = parents;
                nodeLows = parentLows;
            }
            return nodes.isEmpty() ? EMPTY : new KeyTree(nodes.getFirst());
        }
    }
}
