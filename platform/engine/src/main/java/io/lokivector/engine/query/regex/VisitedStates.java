package io.lokivector.engine.query.regex;

import org.jspecify.annotations.Nullable;

/**
 * A set of pairs (address, position), kept as bits in pages so that memory follows what a match
 * really visits.
 */
final class VisitedStates {
    private static final int PAGE_BITS_LOG2 = 12;

    private final int positions;
    private final long[] @Nullable [] pages;

    VisitedStates(int addresses, int positions) {
        this.positions = positions;
        long states = (long) addresses * positions;
        this.pages = new long[Math.toIntExact((states >>> PAGE_BITS_LOG2) + 1)][];
    }

    /** Whether the pair is new to the set. */
    boolean add(int address, int position) {
        long state = (long) address * positions + position;
        int index = (int) (state >>> PAGE_BITS_LOG2);
        long[] page = pages[index];
        if (page == null) {
            page = new long[1 << (PAGE_BITS_LOG2 - 6)];
            pages[index] = page;
        }
        int bit = (int) state & ((1 << PAGE_BITS_LOG2) - 1);
        long mask = 1L << bit;
        boolean added = (page[bit >>> 6] & mask) == 0;
        page[bit >>> 6] |= mask;
        return added;
    }
}
