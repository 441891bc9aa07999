package io.lokivector.engine.values;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable ordered set of entries, each a key of bytes with a slot: a B-tree whose nodes know
 * how much is below them, so that ranges are counted without being walked (Knuth, The Art of
 * Computer Programming 3, 6.2.3 and 6.2.4).
 *
 * <p>Changes are made in batches; each makes a new set that shares all untouched nodes with the old
 * one. Nodes that lose entries are not merged with their neighbours, only dropped when empty: what
 * is inserted later fills them again.
 */
public final class KeyTree {
    /** How long a key may be; longer ones are cut off by those who make them. */
    public static final int KEY_BYTES_MAX = 256;

    private static final int SAMPLES = 32;
    private static final KeyTree EMPTY =
            new KeyTree(new KeyLeaf(new byte[0], 0, null, 0, new int[0]));

    private final KeyNode root;

    private KeyTree(KeyNode root) {
        this.root = root;
    }

    /** The empty set. */
    public static KeyTree empty() {
        return EMPTY;
    }

    /** How many entries there are. */
    public int size() {
        return root.size();
    }

    /** What it occupies, near enough. */
    public long memoryBytes() {
        return root.memoryBytes();
    }

    /** With changes made. */
    public KeyTree with(KeyBatch batch) {
        if (batch.size() == 0) {
            return this;
        }
        final KeyBatch.Sorted sorted = batch.sorted();
        Parts parts = root.with(sorted, 0, sorted.size());
        while (parts.nodes().size() > 1) {
            parts = KeyBranch.over(parts.nodes(), parts.separators(), true);
        }
        return parts.nodes().isEmpty() ? EMPTY : new KeyTree(lowered(parts.nodes().get(0)));
    }

    /** Without levels that lead to one node only. */
    private static KeyNode lowered(KeyNode node) {
        KeyNode top = node;
        while (top instanceof final KeyBranch branch && branch.length() == 1) {
            top = branch.child(0);
        }
        return top;
    }

    /** How many entries have keys before a bound. */
    public int rank(byte[] bound) {
        int rank = 0;
        KeyNode node = root;
        while (node instanceof final KeyBranch branch) {
            final int child = branch.childFor(bound, 0, bound.length, -1);
            rank += branch.sizeBefore(child);
            node = branch.child(child);
        }
        return rank + ((KeyLeaf) node).rank(bound, 0, bound.length, -1);
    }

    /** The key of the entry with a rank. */
    public byte[] key(int rank) {
        int left = rank;
        KeyNode node = root;
        while (node instanceof final KeyBranch branch) {
            final int child = branch.childAt(left);
            left -= branch.sizeBefore(child);
            node = branch.child(child);
        }
        return ((KeyLeaf) node).key(left);
    }

    /** Copies the slots of the entries of these ranks, in their order, to an array. */
    public void copySlots(int fromRank, int toRank, int[] target, int at) {
        if (fromRank < toRank) {
            copySlots(root, fromRank, toRank, target, at);
        }
    }

    /** The slots of the entries of these ranks, in their order. */
    public int[] slots(int fromRank, int toRank) {
        final int[] slots = new int[Math.max(0, toRank - fromRank)];
        copySlots(fromRank, toRank, slots, 0);
        return slots;
    }

    private static void copySlots(KeyNode node, int from, int to, int[] target, int at) {
        switch (node) {
            case final KeyLeaf leaf -> leaf.copySlots(from, to, target, at);
            case final KeyBranch branch -> {
                int next = from;
                for (int child = branch.childAt(from); next < to; child++) {
                    final int before = branch.sizeBefore(child);
                    final int end = Math.min(to, before + branch.child(child).size());
                    copySlots(
                            branch.child(child),
                            next - before,
                            end - before,
                            target,
                            at + next - from);
                    next = end;
                }
            }
        }
    }

    /** The lowest key, or null if there is none. */
    public byte @Nullable [] first() {
        return size() == 0 ? null : key(0);
    }

    /** The highest key, or null if there is none. */
    public byte @Nullable [] last() {
        return size() == 0 ? null : key(size() - 1);
    }

    /** About how many different keys there are, from a sample of neighbours. */
    public long distinctKeys() {
        final int size = size();
        if (size <= SAMPLES * KeyLeaf.WIDTH) {
            return distinctKeys(0, size);
        }
        long distinct = 0;
        for (int i = 0; i < SAMPLES; i++) {
            final int from = (int) ((long) (size - KeyLeaf.WIDTH) * i / (SAMPLES - 1));
            distinct += distinctKeys(from, from + KeyLeaf.WIDTH) - 1;
        }
        // Each sample sees the changes between its neighbours, of which there is one fewer.
        return 1 + distinct * (size - 1) / (SAMPLES * (KeyLeaf.WIDTH - 1L));
    }

    private long distinctKeys(int from, int to) {
        long distinct = 0;
        byte @Nullable [] before = null;
        for (int rank = from; rank < to; rank++) {
            final byte[] key = key(rank);
            if (before == null || !Arrays.equals(before, key)) {
                distinct++;
            }
            before = key;
        }
        return distinct;
    }
}
