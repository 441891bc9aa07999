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

    long memoryBytes() {
        return 2L * stamps.length;
    }
}
