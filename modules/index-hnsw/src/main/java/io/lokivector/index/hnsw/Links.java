package io.lokivector.index.hnsw;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The links of every slot: for each level a row of its neighbours' slots.
 *
 * <p>Level 0, where all slots are and nearly all time is spent, is packed rows of {@code 1 + 2m}
 * ints, the first being how many are used. The few slots of higher levels have one array each, with
 * a row of {@code 1 + m} ints per level from 1 on.
 *
 * <p>Readers take no lock. The writer of a row holds its {@link #lock}, and writes the count last:
 * a reader gets as many links as it counts, each a link that the row had before or has now.
 */
final class Links {
    private static final int SHIFT = 8;
    private static final int PAGE = 1 << SHIFT;
    private static final int LOCKS = 1 << 10;
    private static final int[] NO_LEVELS = new int[0];
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle LEVELS = MethodHandles.arrayElementVarHandle(int[][].class);

    private final int m;
    private final int stride;
    private final Object[] locks = new Object[LOCKS];
    private volatile int[][] pages = new int[0][];
    private volatile int[][][] levels = new int[0][][];

    Links(int m) {
        this.m = m;
        this.stride = 1 + 2 * m;
        Arrays.setAll(locks, i -> new Object());
    }

    /** How many links a row of the level may have. */
    int capacity(int level) {
        return level == 0 ? 2 * m : m;
    }

    /** What the writer of a slot's rows holds; never two at once. */
    Object lock(int slot) {
        return locks[slot & LOCKS - 1];
    }

    /** How many slots there is room for: a reader ignores links beyond what it found here. */
    int slots() {
        return levels.length << SHIFT;
    }

    /** The highest level of a slot. */
    int level(int slot) {
        return levels(slot).length / (1 + m);
    }

    private int[] levels(int slot) {
        return (int[]) LEVELS.getAcquire(levels[slot >>> SHIFT], slot & PAGE - 1);
    }

    private static int offset(int level, int rowLength) {
        return (level - 1) * rowLength;
    }

    /**
     * Copies the links of a slot, in the level, into {@code target}.
     *
     * @return how many; 0 if the slot does not reach the level
     */
    int copy(int slot, int level, int[] target) {
        final int[] row;
        final int offset;
        if (level == 0) {
            row = pages[slot >>> SHIFT];
            offset = (slot & PAGE - 1) * stride;
        } else {
            row = levels(slot);
            offset = offset(level, 1 + m);
            if (offset >= row.length) {
                return 0;
            }
        }
        final int count = (int) COUNT.getAcquire(row, offset);
        System.arraycopy(row, offset + 1, target, 0, count);
        // What a link leads to was written before the link.
        VarHandle.acquireFence();
        return count;
    }

    /**
     * Lets the processor fetch the links of a slot, if the level is the lowest.
     *
     * @param target overwritten with something, or the compiler would leave the reading out
     */
    void touch(int slot, int level, int[] target) {
        if (level == 0) {
            final int[] row = pages[slot >>> SHIFT];
            final int offset = (slot & PAGE - 1) * stride;
            target[0] = row[offset] + row[offset + m];
        }
    }

    /** Sets the links of a slot; the caller holds its lock. */
    void set(int slot, int level, int[] links, int count) {
        final int[] row = level == 0 ? pages[slot >>> SHIFT] : levels(slot);
        final int offset = level == 0 ? (slot & PAGE - 1) * stride : offset(level, 1 + m);
        VarHandle.releaseFence();
        System.arraycopy(links, 0, row, offset + 1, count);
        COUNT.setRelease(row, offset, count);
    }

    /** Makes rows without links for a slot that no reader can find, up to {@code level}. */
    void clear(int slot, int level) {
        grow(slot);
        synchronized (lock(slot)) {
            COUNT.setRelease(pages[slot >>> SHIFT], (slot & PAGE - 1) * stride, 0);
            LEVELS.setRelease(
                    levels[slot >>> SHIFT],
                    slot & PAGE - 1,
                    level == 0 ? NO_LEVELS : new int[level * (1 + m)]);
        }
    }

    private synchronized void grow(int slot) {
        final int oldLength = pages.length;
        final int page = slot >>> SHIFT;
        if (page < oldLength) {
            return;
        }
        final int length = Math.max(page + 1, oldLength + (oldLength >> 2));
        final int[][] grownPages = Arrays.copyOf(pages, length);
        final int[][][] grownLevels = Arrays.copyOf(levels, length);
        for (int i = oldLength; i < length; i++) {
            grownPages[i] = new int[PAGE * stride];
            grownLevels[i] = new int[PAGE][];
            Arrays.fill(grownLevels[i], NO_LEVELS);
        }
        pages = grownPages;
        levels = grownLevels;
    }

    long memoryBytes() {
        long bytes = (long) pages.length * (4L * PAGE * stride + 4L * PAGE + 48);
        for (final int[][] page : levels) {
            for (final int[] rows : page) {
                bytes += rows.length == 0 ? 0 : 16 + 4L * rows.length;
            }
        }
        return bytes;
    }
}
