package io.lokivector.engine.values;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last level of a {@link KeyTree}: entries in order, what their keys begin with in common
 * written once; immutable.
 */
final class KeyLeaf implements KeyNode {
    /** How many entries it holds at most. */
    static final int WIDTH = 128;

    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int OBJECT_BYTES = 32;

    /** The common beginning, then the rest of each key. */
    private final byte[] bytes;

    private final int prefix;

    /** Where the rest of each key ends; null if all are of length {@link #stride}. */
    private final char @Nullable [] ends;

    private final int stride;
    private final int[] slots;

    KeyLeaf(byte[] bytes, int prefix, char @Nullable [] ends, int stride, int[] slots) {
        this.bytes = bytes;
        this.prefix = prefix;
        this.ends = ends;
        this.stride = stride;
        this.slots = slots;
    }

    @Override
    public int size() {
        return slots.length;
    }

    @Override
    public long memoryBytes() {
        return OBJECT_BYTES
                + 2L * ARRAY_HEADER_BYTES
                + rounded(bytes.length)
                + rounded(4L * slots.length)
                + (ends == null ? 0 : ARRAY_HEADER_BYTES + rounded(2L * ends.length));
    }

    private static long rounded(long length) {
        return (length + 7) & -8L;
    }

    byte[] bytes() {
        return bytes;
    }

    int prefix() {
        return prefix;
    }

    int start(int at) {
        if (ends == null) {
            return prefix + at * stride;
        }
        return at == 0 ? prefix : ends[at - 1];
    }

    int end(int at) {
        return ends == null ? prefix + (at + 1) * stride : ends[at];
    }

    int slot(int at) {
        return slots[at];
    }

    /** The whole key of an entry. */
    byte[] key(int at) {
        final int start = start(at);
        final int end = end(at);
        final byte[] key = Arrays.copyOf(bytes, prefix + end - start);
        System.arraycopy(bytes, start, key, prefix, end - start);
        return key;
    }

    /** How many entries come before (key, slot). */
    int rank(byte[] key, int from, int to, int slot) {
        final int shared = Math.min(prefix, to - from);
        final int byPrefix = Arrays.compareUnsigned(bytes, 0, prefix, key, from, from + shared);
        if (byPrefix != 0) {
            return byPrefix > 0 ? 0 : slots.length;
        }
        int low = 0;
        int high = slots.length;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (compare(middle, key, from + prefix, to, slot) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(int at, byte[] key, int from, int to, int slot) {
        final int byKey = Arrays.compareUnsigned(bytes, start(at), end(at), key, from, to);
        return byKey != 0 ? byKey : Integer.compare(slots[at], slot);
    }

    private boolean isAt(int at, KeyBatch.Sorted batch, int change) {
        return at < slots.length && compareWhole(at, batch, change) == 0;
    }

    /** Compares an entry with a change. */
    private int compareWhole(int at, KeyBatch.Sorted batch, int change) {
        final int start = batch.start(change);
        final int end = batch.end(change);
        final int shared = Math.min(prefix, end - start);
        final int byPrefix =
                Arrays.compareUnsigned(bytes, 0, prefix, batch.bytes(), start, start + shared);
        return byPrefix != 0
                ? byPrefix
                : compare(at, batch.bytes(), start + prefix, end, batch.slot(change));
    }

    @Override
    public Parts with(KeyBatch.Sorted batch, int from, int to) {
        if (to - from == 1) {
            final int at =
                    rank(batch.bytes(), batch.start(from), batch.end(from), batch.slot(from));
            final boolean isThere = isAt(at, batch, from);
            if (isThere != batch.isRemoval(from)) {
                return Parts.of(this);
            }
            if (!isThere && slots.length > 0 && slots.length < WIDTH && beginsAlike(batch, from)) {
                return Parts.of(inserted(batch, from, at));
            }
        }
        return merged(batch, from, to);
    }

    private boolean beginsAlike(KeyBatch.Sorted batch, int change) {
        final int start = batch.start(change);
        return batch.end(change) - start >= prefix
                && Arrays.equals(bytes, 0, prefix, batch.bytes(), start, start + prefix);
    }

    private KeyLeaf inserted(KeyBatch.Sorted batch, int change, int at) {
        final int start = batch.start(change) + prefix;
        final int length = batch.end(change) - start;
        final int place = at == slots.length ? bytes.length : start(at);
        final byte[] moreBytes = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(batch.bytes(), start, moreBytes, place, length);
        System.arraycopy(bytes, place, moreBytes, place + length, bytes.length - place);
        final int[] moreSlots = Arrays.copyOf(slots, slots.length + 1);
        System.arraycopy(slots, at, moreSlots, at + 1, slots.length - at);
        moreSlots[at] = batch.slot(change);
        if (ends == null && length == stride) {
            return new KeyLeaf(moreBytes, prefix, null, stride, moreSlots);
        }
        final char[] moreEnds = new char[moreSlots.length];
        for (int i = 0; i < at; i++) {
            moreEnds[i] = (char) end(i);
        }
        moreEnds[at] = (char) (place + length);
        for (int i = at; i < slots.length; i++) {
            moreEnds[i + 1] = (char) (end(i) + length);
        }
        return new KeyLeaf(moreBytes, prefix, moreEnds, 0, moreSlots);
    }

    private Parts merged(KeyBatch.Sorted batch, int from, int to) {
        final LeafBuilder builder = new LeafBuilder();
        int at = 0;
        for (int change = from; change < to; change++) {
            int order = at < slots.length ? compareWhole(at, batch, change) : 1;
            while (order < 0) {
                builder.add(bytes, 0, prefix, bytes, start(at), end(at), slots[at]);
                at++;
                order = at < slots.length ? compareWhole(at, batch, change) : 1;
            }
            if (order == 0) {
                at++;
            }
            if (!batch.isRemoval(change)) {
                builder.add(
                        batch.bytes(),
                        0,
                        0,
                        batch.bytes(),
                        batch.start(change),
                        batch.end(change),
                        batch.slot(change));
            }
        }
        final boolean isAppended = at == slots.length && from < to;
        while (at < slots.length) {
            builder.add(bytes, 0, prefix, bytes, start(at), end(at), slots[at]);
            at++;
        }
        return builder.leaves(isAppended);
    }

    /** Copies slots to an array. */
    void copySlots(int from, int to, int[] target, int at) {
        System.arraycopy(slots, from, target, at, to - from);
    }
}
