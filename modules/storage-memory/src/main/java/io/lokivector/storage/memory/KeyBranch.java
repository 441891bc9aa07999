package io.lokivector.storage.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Nodes in order, and the lowest key that may be in each but the first. */
final class KeyBranch implements KeyNode {
    private final Object owner;
    private KeyNode[] children;

    /** {@code lows[i]} is the lowest key of {@code children[i + 1]}. */
    private byte[][] lows;

    private KeyBranch(Object owner, KeyNode[] children, byte[][] lows) {
        this.owner = owner;
        this.children = children;
        this.lows = lows;
    }

    /** A branch of two. */
    static KeyBranch of(Object owner, KeyNode left, byte[] low, KeyNode right) {
        return new KeyBranch(owner, new KeyNode[] {left, right}, new byte[][] {low});
    }

    @Override
    public int count() {
        return children.length;
    }

    @Override
    public KeyBranch ownedBy(Object generation) {
        return owner.equals(generation)
                ? this
                : new KeyBranch(generation, children.clone(), lows.clone());
    }

    KeyNode child(int index) {
        return children[index];
    }

    /** The child that has the key if any has. */
    int indexOf(byte[] key) {
        // Keys mostly grow.
        if (lows.length > 0 && Arrays.compareUnsigned(lows[lows.length - 1], key) <= 0) {
            return lows.length;
        }
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

    private KeyNode ownChild(int index) {
        final KeyNode child = children[index].ownedBy(owner);
        children[index] = child;
        return child;
    }

    @Override
    public Change put(byte[] key, byte[] value) {
        final int index = indexOf(key);
        final Change change = ownChild(index).put(key, value);
        if (change.right() == null || change.low() == null) {
            return change;
        }
        children = inserted(children, index + 1, change.right());
        lows = inserted(lows, index, change.low());
        if (children.length <= MAX) {
            return Change.added();
        }
        final int at = index + 1 == MAX ? MAX - 1 : MAX / 2;
        final byte[] low = lows[at - 1];
        return new Change(null, low, splitAt(at));
    }

    @Override
    public KeyBranch splitAt(int at) {
        final KeyBranch right =
                new KeyBranch(
                        owner,
                        Arrays.copyOfRange(children, at, children.length),
                        Arrays.copyOfRange(lows, at, lows.length));
        children = Arrays.copyOf(children, at);
        lows = Arrays.copyOf(lows, at - 1);
        return right;
    }

    @Override
    public byte @Nullable [] remove(byte[] key) {
        final int index = indexOf(key);
        final KeyNode child = ownChild(index);
        final byte @Nullable [] old = child.remove(key);
        if (old == null || children.length == 1) {
            return old;
        }
        if (child.count() == 0) {
            children = removed(children, index);
            lows = removed(lows, Math.max(0, index - 1));
        } else if (child.count() < MIN) {
            join(index == 0 ? 0 : index - 1);
        }
        return old;
    }

    /** Joins the children at {@code left} and after it, if they fit into one node. */
    private void join(int left) {
        if (children[left].count() + children[left + 1].count() > MAX - MIN) {
            return;
        }
        ownChild(left).append(children[left + 1], lows[left]);
        children = removed(children, left + 1);
        lows = removed(lows, left);
    }

    @Override
    public void append(KeyNode neighbour, byte[] low) {
        final KeyBranch right = (KeyBranch) neighbour;
        final int count = children.length;
        children = Arrays.copyOf(children, count + right.children.length);
        System.arraycopy(right.children, 0, children, count, right.children.length);
        lows = Arrays.copyOf(lows, children.length - 1);
        lows[count - 1] = low;
        System.arraycopy(right.lows, 0, lows, count, right.lows.length);
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
