package io.lokivector.vectors;

import java.util.Arrays;

/**
 * Finds the slot of an ordinal. Ordinals may be any non-negative numbers: memory goes to the
 * neighbourhoods in use, and little to the gaps between them.
 *
 * <p>Reading needs no lock and sees what was set before; setting is for one thread at a time.
 */
public final class OrdinalMap {
    /** What {@link #slot} answers for an ordinal that is not there. */
    public static final int ABSENT = -1;

    private static final int SHIFT = 10;
    private static final int PAGE = 1 << SHIFT;
    private static final int[] NOTHING = new int[0];

    private volatile int[][] pages = new int[0][];
    private int usedPages;

    /** An empty map. */
    public OrdinalMap() {}

    /** The slot of an ordinal, or {@link #ABSENT}. */
    public int slot(int ordinal) {
        final int[][] current = pages;
        final int page = ordinal >>> SHIFT;
        if (ordinal < 0 || page >= current.length || current[page].length == 0) {
            return ABSENT;
        }
        return current[page][ordinal & PAGE - 1] - 1;
    }

    /** Sets the slot of an ordinal; {@link #ABSENT} removes it. */
    public void set(int ordinal, int slot) {
        final int page = ordinal >>> SHIFT;
        int[][] current = pages;
        if (page >= current.length) {
            final int oldLength = current.length;
            // Twice the size, but never a table beyond the greatest ordinal.
            final int length = Math.min(1 << 31 - SHIFT, Math.max(page + 1, 2 * oldLength));
            current = Arrays.copyOf(current, length);
            Arrays.fill(current, oldLength, length, NOTHING);
        }
        if (current[page].length == 0) {
            current[page] = new int[PAGE];
            usedPages++;
        }
        current[page][ordinal & PAGE - 1] = slot + 1;
        // Written every time, so that a reader who sees the table sees what was set, too.
        pages = current;
    }

    /** The bytes of memory it takes. */
    public long memoryBytes() {
        return 8L * pages.length + (16L + 4 * PAGE) * usedPages;
    }
}
