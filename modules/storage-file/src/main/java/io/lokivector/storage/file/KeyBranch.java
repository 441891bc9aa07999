package io.lokivector.storage.file;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Nodes in order, and the lowest key that may be in each but the first. */
final class KeyBranch implements KeyNode {
    private final KeyNode[] children;

    /** {@code lows[i]} is the lowest key of {@code children[i + 1]}. */
    private final byte[][] lows;

    KeyBranch(KeyNode[] children, byte[][] lows) {
        this.children = children;
        this.lows = lows;
    }

    @Override
    public int count() {
        return children.length;
    }

    KeyNode child(int index) {
        return children[index];
    }

    /** The child that has the key if any has. */
    int indexOf(byte[] key) {
        int low = 0;
        int high = lows.length;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(lows[middle], key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public @Nullable Location find(byte[] key) {
        return children[indexOf(key)].find(key);
    }

    @Override
    public Grown with(byte[] key, Location location) {
        final int index = indexOf(key);
        final Grown child = children[index].with(key, location);
        final KeyNode[] changed = children.clone();
        changed[index] = child.node();
        if (child.right() == null || child.low() == null) {
            return Grown.whole(new KeyBranch(changed, lows));
        }
        final KeyBranch grown =
                new KeyBranch(
                        inserted(changed, index + 1, child.right()),
                        inserted(lows, index, child.low()));
        if (grown.count() <= MAX) {
            return Grown.whole(grown);
        }
        final int at = index + 1 == MAX ? MAX - 1 : MAX / 2;
        return new Grown(grown.slice(0, at), grown.lows[at - 1], grown.slice(at, grown.count()));
    }

    private KeyBranch slice(int from, int to) {
        return new KeyBranch(
                Arrays.copyOfRange(children, from, to), Arrays.copyOfRange(lows, from, to - 1));
    }

    @Override
    public KeyNode without(byte[] key) {
        final int index = indexOf(key);
        final KeyNode child = children[index].without(key);
        if (child.equals(children[index])) {
            return this;
        }
        if (child.count() == 0) {
            return children.length == 1
                    ? KeyLeaf.EMPTY
                    : new KeyBranch(
                            removed(children, index), removed(lows, Math.max(0, index - 1)));
        }
        final KeyNode[] changed = children.clone();
        changed[index] = child;
        if (child.count() < MIN && children.length > 1) {
            return joined(changed, index == 0 ? 0 : index - 1);
        }
        return new KeyBranch(changed, lows);
    }

    /** Joins the children at {@code left} and after it, if they fit into one node. */
    private KeyBranch joined(KeyNode[] changed, int left) {
        final KeyNode first = changed[left];
        final KeyNode second = changed[left + 1];
        if (first.count() + second.count() > MAX - MIN) {
            return new KeyBranch(changed, lows);
        }
        final KeyNode[] fewer = removed(changed, left + 1);
        fewer[left] =
                first instanceof KeyLeaf a && second instanceof KeyLeaf b
                        ? a.join(b)
                        : join((KeyBranch) first, lows[left], (KeyBranch) second);
        return new KeyBranch(fewer, removed(lows, left));
    }

    private static KeyBranch join(KeyBranch first, byte[] low, KeyBranch second) {
        final KeyNode[] children = Arrays.copyOf(first.children, first.count() + second.count());
        System.arraycopy(second.children, 0, children, first.count(), second.count());
        final byte[][] lows = Arrays.copyOf(first.lows, children.length - 1);
        lows[first.count() - 1] = low;
        System.arraycopy(second.lows, 0, lows, first.count(), second.lows.length);
        return new KeyBranch(children, lows);
    }

    private static <T> T[] inserted(T[] array, int index, T item) {
        final T[] longer = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, index, longer, index + 1, array.length - index);
        longer[index] = item;
        return longer;
    }

    private static <T> T[] removed(T[] array, int index) {
        final T[] shorter = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, index + 1, shorter, index, array.length - index - 1);
        return shorter;
    }
}
