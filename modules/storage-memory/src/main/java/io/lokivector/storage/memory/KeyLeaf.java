package io.lokivector.storage.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys in order, packed into one array, with their values.
 *
 * <p>As long as all keys have the same length, where one ends need not be said.
 */
final class KeyLeaf implements KeyNode {
    private static final int FIRST_CAPACITY = 4;

    private final Object owner;
    private byte[] keys;

    /** The length of every key, while {@link #ends} is null. */
    private int width;

    /** Where each key ends in {@link #keys}. */
    private int @Nullable [] ends;

    private byte[][] values;
    private int count;

    private KeyLeaf(
            Object owner,
            byte[] keys,
            int width,
            int @Nullable [] ends,
            byte[][] values,
            int count) {
        this.owner = owner;
        this.keys = keys;
        this.width = width;
        this.ends = ends;
        this.values = values;
        this.count = count;
    }

    static KeyLeaf empty(Object owner) {
        return new KeyLeaf(owner, new byte[0], 0, null, new byte[0][], 0);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public KeyLeaf ownedBy(Object generation) {
        return owner.equals(generation)
                ? this
                : new KeyLeaf(
                        generation,
                        keys.clone(),
                        width,
                        ends == null ? null : ends.clone(),
                        values.clone(),
                        count);
    }

    byte[] key(int index) {
        return Arrays.copyOfRange(keys, start(index), start(index + 1));
    }

    byte[] value(int index) {
        return values[index];
    }

    private int start(int index) {
        if (ends == null) {
            return index * width;
        }
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The index of the key, or {@code -(insertion point) - 1}. */
    int search(byte[] key) {
        // Keys mostly grow.
        if (count > 0 && compare(count - 1, key) < 0) {
            return -count - 1;
        }
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            final int order = compare(middle, key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private int compare(int index, byte[] key) {
        return Arrays.compareUnsigned(keys, start(index), start(index + 1), key, 0, key.length);
    }

    @Override
    public Change put(byte[] key, byte[] value) {
        final int found = search(key);
        if (found >= 0) {
            final byte[] old = values[found];
            values[found] = value;
            return Change.replaced(old);
        }
        final int at = -found - 1;
        if (count < MAX) {
            insert(at, key, value);
            return Change.added();
        }
        // Keys that only ever grow would leave half-full leaves behind: split those at the end.
        final int splitAt = at == MAX ? MAX : MAX / 2;
        final KeyLeaf right = splitAt(splitAt);
        if (at >= splitAt) {
            right.insert(at - splitAt, key, value);
        } else {
            insert(at, key, value);
        }
        return new Change(null, right.key(0), right);
    }

    private void insert(int at, byte[] key, byte[] value) {
        if (count == 0 && ends == null) {
            width = key.length;
        }
        if (ends == null && key.length != width) {
            tellEnds();
        }
        final int start = start(at);
        final int end = start(count);
        keys = opened(keys, start, end, key.length);
        System.arraycopy(key, 0, keys, start, key.length);
        if (count == values.length) {
            values = Arrays.copyOf(values, Math.clamp(count * 2L, FIRST_CAPACITY, MAX));
        }
        System.arraycopy(values, at, values, at + 1, count - at);
        values[at] = value;
        if (ends != null) {
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, Math.clamp(count * 2L, FIRST_CAPACITY, MAX));
            }
            for (int i = count; i > at; i--) {
                ends[i] = ends[i - 1] + key.length;
            }
            ends[at] = start + key.length;
        }
        count++;
    }

    private void tellEnds() {
        final int[] told = new int[Math.max(FIRST_CAPACITY, values.length)];
        for (int i = 0; i < count; i++) {
            told[i] = (i + 1) * width;
        }
        ends = told;
    }

    /** With {@code gap} bytes of room at {@code at}; of the array {@code used} bytes are taken. */
    private static byte[] opened(byte[] array, int at, int used, int gap) {
        byte[] result = array;
        if (used + gap > array.length) {
            final int capacity = Math.max(used + gap, Math.min(used * 2, gap * MAX));
            result = Arrays.copyOf(array, capacity);
        }
        System.arraycopy(result, at, result, at + gap, used - at);
        return result;
    }

    @Override
    public byte @Nullable [] remove(byte[] key) {
        final int index = search(key);
        if (index < 0) {
            return null;
        }
        final byte[] old = values[index];
        final int start = start(index);
        final int after = start(index + 1);
        System.arraycopy(keys, after, keys, start, start(count) - after);
        if (ends != null) {
            for (int i = index + 1; i < count; i++) {
                ends[i - 1] = ends[i] - (after - start);
            }
        }
        System.arraycopy(values, index + 1, values, index, count - index - 1);
        count--;
        forgetFrom(count, count + 1);
        return old;
    }

    /** So that what is gone is not kept in memory. */
    private void forgetFrom(int from, int to) {
        @Nullable Object[] slots = values;
        Arrays.fill(slots, from, to, null);
    }

    @Override
    public KeyLeaf splitAt(int at) {
        final int start = start(at);
        final KeyLeaf right = empty(owner);
        right.width = width;
        right.keys = Arrays.copyOfRange(keys, start, start(count));
        right.values = Arrays.copyOfRange(values, at, count);
        if (ends != null) {
            final int[] shifted = Arrays.copyOfRange(ends, at, count);
            for (int i = 0; i < shifted.length; i++) {
                shifted[i] -= start;
            }
            right.ends = shifted;
        }
        right.count = count - at;
        forgetFrom(at, count);
        count = at;
        return right;
    }

    @Override
    public void append(KeyNode neighbour, byte[] low) {
        final KeyLeaf right = (KeyLeaf) neighbour;
        for (int i = 0; i < right.count; i++) {
            insert(count, right.key(i), right.values[i]);
        }
    }
}
