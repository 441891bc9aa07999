package io.lokivector.engine.values;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a {@link KeyTree}, collected to be made together; for one thread. Of several changes
 * of one entry the last counts.
 */
public final class KeyBatch {
    private static final int HEAD_BYTES = 8;

    private byte[] bytes = new byte[256];
    private int[] ends = new int[16];
    private int[] slots = new int[16];
    private boolean[] removals = new boolean[16];
    private int count;
    private @Nullable Sorted sorted;

    /** How many changes there are. */
    public int size() {
        return count;
    }

    /** An entry that comes. */
    public void add(byte[] key, int slot) {
        append(key, slot, false);
    }

    /** An entry that goes. */
    public void remove(byte[] key, int slot) {
        append(key, slot, true);
    }

    private void append(byte[] key, int slot, boolean isRemoval) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            slots = Arrays.copyOf(slots, 2 * count);
            removals = Arrays.copyOf(removals, 2 * count);
        }
        sorted = null;
        final int from = start(count);
        final int end = Math.addExact(from, key.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * end));
        }
        System.arraycopy(key, 0, bytes, from, key.length);
        ends[count] = end;
        slots[count] = slot;
        removals[count] = isRemoval;
        count++;
    }

    private int start(int change) {
        return change == 0 ? 0 : ends[change - 1];
    }

    /** Sorts the changes now, which the first use of them would do otherwise. */
    public void sort() {
        sorted();
    }

    /** The changes in the order of the entries, one for each entry. */
    Sorted sorted() {
        @Nullable Sorted known = sorted;
        if (known == null) {
            known = sortNow();
            sorted = known;
        }
        return known;
    }

    private Sorted sortNow() {
        final int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        final Sorter sorter = new Sorter();
        if (!sorter.isSorted()) {
            sorter.sort(order);
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            // The sort is stable, so the last change of an entry is the last of its like.
            if (i + 1 == count || compare(order[i], order[i + 1]) != 0) {
                order[kept++] = order[i];
            }
        }
        return new Sorted(Arrays.copyOf(order, kept));
    }

    private int compare(int a, int b) {
        final int byKey =
                Arrays.compareUnsigned(bytes, start(a), ends[a], bytes, start(b), ends[b]);
        return byKey != 0 ? byKey : Integer.compare(slots[a], slots[b]);
    }

    /** A merge sort of the changes that mostly compares one number instead of the keys. */
    private final class Sorter {
        /** The first bytes of each key behind what all have in common. */
        private final long[] heads = new long[count];

        Sorter() {
            final int shared = sharedBytes();
            for (int i = 0; i < count; i++) {
                heads[i] = head(start(i) + shared, ends[i]);
            }
        }

        private int sharedBytes() {
            int shared = count == 0 ? 0 : ends[0];
            for (int i = 1; i < count && shared > 0; i++) {
                final int differs = Arrays.mismatch(bytes, 0, shared, bytes, start(i), ends[i]);
                shared = differs < 0 ? shared : differs;
            }
            return shared;
        }

        /** As an ordered number; zeros stand for bytes beyond the end. */
        private long head(int from, int end) {
            long head = 0;
            for (int i = 0; i < HEAD_BYTES; i++) {
                head = head << 8 | (from + i < end ? bytes[from + i] & 0xFF : 0);
            }
            return head ^ Long.MIN_VALUE;
        }

        private int compare(int a, int b) {
            final int byHead = Long.compare(heads[a], heads[b]);
            return byHead != 0 ? byHead : KeyBatch.this.compare(a, b);
        }

        boolean isSorted() {
            for (int i = 1; i < count; i++) {
                if (compare(i - 1, i) > 0) {
                    return false;
                }
            }
            return true;
        }

        void sort(int[] order) {
            int[] from = order;
            int[] to = new int[count];
            boolean isElsewhere = false;
            for (int width = 1; width < count; width *= 2) {
                for (int start = 0; start < count; start += 2 * width) {
                    final int middle = Math.min(start + width, count);
                    merge(from, to, start, middle, Math.min(middle + width, count));
                }
                final int[] swapped = from;
                from = to;
                to = swapped;
                isElsewhere = !isElsewhere;
            }
            if (isElsewhere) {
                System.arraycopy(from, 0, order, 0, count);
            }
        }

        private void merge(int[] from, int[] to, int start, int middle, int end) {
            if (middle == end || compare(from[middle - 1], from[middle]) <= 0) {
                System.arraycopy(from, start, to, start, end - start);
                return;
            }
            int left = start;
            int right = middle;
            for (int at = start; at < end; at++) {
                final boolean takesLeft =
                        right == end || left < middle && compare(from[left], from[right]) <= 0;
                to[at] = takesLeft ? from[left++] : from[right++];
            }
        }
    }

    /** The changes in order. */
    final class Sorted {
        private final int[] order;

        private Sorted(int[] order) {
            this.order = order;
        }

        int size() {
            return order.length;
        }

        byte[] bytes() {
            return bytes;
        }

        int start(int at) {
            return KeyBatch.this.start(order[at]);
        }

        int end(int at) {
            return ends[order[at]];
        }

        int slot(int at) {
            return slots[order[at]];
        }

        boolean isRemoval(int at) {
            return removals[order[at]];
        }

        byte[] key(int at) {
            return Arrays.copyOfRange(bytes, start(at), end(at));
        }

        /** Negative if the change is of an entry before this one. */
        int compare(int at, byte[] key, int slot) {
            final int byKey = Arrays.compareUnsigned(bytes, start(at), end(at), key, 0, key.length);
            return byKey != 0 ? byKey : Integer.compare(slot(at), slot);
        }
    }
}
