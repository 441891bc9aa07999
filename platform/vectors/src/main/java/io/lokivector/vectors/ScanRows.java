package io.lokivector.vectors;

import io.lokivector.spi.index.OrdinalFilter;
import java.util.Arrays;

/**
 * The rows that a scan compares, as they were at one moment; numbered from 0, so that threads can
 * share them out. Reused by one reader.
 */
final class ScanRows {
    private static final int[] NONE = new int[0];

    /** More room for matches than this is given back after a scan. */
    private static final int KEPT_MAX = 1 << 14;

    private OrdinalFilter filter = OrdinalFilter.all();
    private boolean filtered;
    private int count;

    /** The ordinal of every slot, unless only those that match are numbered. */
    private int[] live = NONE;

    private boolean matching;
    private int[] slots = NONE;
    private int[] ordinals = NONE;

    /** Takes note of the rows that a filter accepts, in the cheaper way. */
    void collect(VectorTable<?> table, OrdinalFilter accepted) {
        final int matches = accepted.cardinality();
        // Looking a slot up costs as much as asking the filter about a few.
        matching = matches < table.view().used() / 4;
        count = 0;
        if (matching) {
            accepted.forEach(ordinal -> {
                final int slot = table.slot(ordinal);
                if (slot != VectorTable.NONE) {
                    add(slot, ordinal);
                }
            });
            return;
        }
        filter = accepted;
        filtered = matches != Integer.MAX_VALUE;
        // All at one moment: of an ordinal that is put anew meanwhile, the new slot may lie where
        // the scan has been already, and the old one where it is yet to come.
        live = table.liveOrdinals();
        count = live.length;
    }

    private void add(int slot, int ordinal) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, Math.max(64, 2 * count));
            ordinals = Arrays.copyOf(ordinals, slots.length);
        }
        slots[count] = slot;
        ordinals[count++] = ordinal;
    }

    /** Lets go of what it took note of. */
    void forget() {
        filter = OrdinalFilter.all();
        live = NONE;
        if (slots.length > KEPT_MAX) {
            slots = NONE;
            ordinals = NONE;
        }
    }

    /** How many numbers there are. */
    int count() {
        return count;
    }

    /**
     * Finds the rows of some numbers; several threads may do so at once.
     *
     * @return how many slots, with their ordinals, were written from the beginning of the arrays
     */
    int select(int from, int to, int[] targetSlots, int[] targetOrdinals) {
        if (matching) {
            System.arraycopy(slots, from, targetSlots, 0, to - from);
            System.arraycopy(ordinals, from, targetOrdinals, 0, to - from);
            return to - from;
        }
        int selected = 0;
        for (int slot = from; slot < to; slot++) {
            final int ordinal = live[slot];
            if (ordinal >= 0 && (!filtered || filter.accepts(ordinal))) {
                targetSlots[selected] = slot;
                targetOrdinals[selected++] = ordinal;
            }
        }
        return selected;
    }
}
