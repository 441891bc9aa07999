package io.lokivector.vectors;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Hands out slots, the rows of an index: fresh ones in order, and returned ones again once no
 * reader can still be looking at them. For one thread at a time.
 */
public final class Slots {
    private final Readers<?> readers;
    private final ArrayDeque<Retired> retired = new ArrayDeque<>();
    private int[] free = new int[16];
    private int freeCount;
    private int used;

    /** No slot is used yet. */
    public Slots(Readers<?> readers) {
        this.readers = readers;
    }

    private record Retired(long stamp, int[] slots) {}

    /** How many different slots were ever handed out. */
    public int used() {
        return used;
    }

    /** A slot that nobody uses, below {@link #used()} if there is one. */
    public int take() {
        while (!retired.isEmpty() && readers.haveLeft(retired.getFirst().stamp())) {
            for (final int slot : retired.removeFirst().slots()) {
                push(slot);
            }
        }
        return freeCount > 0 ? free[--freeCount] : used++;
    }

    /** Takes slots back that readers who enter from now on cannot find. */
    public void retire(int... slots) {
        retired.addLast(new Retired(readers.mark(), slots));
    }

    /** Begins with {@code count} slots in use. */
    public void restore(int count) {
        used = count;
        freeCount = 0;
        retired.clear();
    }

    private void push(int slot) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = slot;
    }
}
