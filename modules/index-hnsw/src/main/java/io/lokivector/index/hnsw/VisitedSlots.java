package io.lokivector.index.hnsw;

import java.util.Arrays;

/**
 * The slots a walk has seen. Beginning a new walk costs nothing: seen is what carries the stamp of
 * the walk, and only when the stamps are used up is everything wiped. One thread.
 */
final class VisitedSlots {
    private short[] stamps = new short[0];
    private short stamp;

    /** Begins a walk over the slots below {@code slots}. */
    void begin(int slots) {
        if (stamps.length < slots) {
            stamps = new short[Math.max(slots, (int) Math.min(1 << 30, 2L * stamps.length))];
            stamp = 0;
        }
        if (++stamp == 0) {
            Arrays.fill(stamps, (short) 0);
            stamp = 1;
        }
    }

    /** Marks a slot; false if it was marked before. */
    boolean add(int slot) {
        if (stamps[slot] == stamp) {
            return false;
        }
        stamps[slot] = stamp;
        return true;
    }

    /**
     * Marks slots, and moves those that were not marked before to the front; without a branch on
     * what cannot be foreseen.
     *
     * @param slots the first {@code count} of which are looked at
     * @param limit slots from here on are left out
     * @return how many were not marked
     */
    int addAll(int[] slots, int count, int limit) {
        final short[] marks = stamps;
        final short mark = stamp;
        int fresh = 0;
        for (int i = 0; i < count; i++) {
            final int slot = slots[i];
            if (slot < limit) {
                final int before = marks[slot] ^ mark;
                marks[slot] = mark;
                slots[fresh] = slot;
                fresh += (before | -before) >>> 31;
            }
        }
        return fresh;
    }

    long memoryBytes() {
        return 2L * stamps.length;
    }
}
