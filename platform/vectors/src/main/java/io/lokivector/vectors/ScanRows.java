package io.lokivector.vectors;

import io.lokivector.spi.index.OrdinalFilter;
import java.util.Arrays;

/**
 * The rows that a scan compares, as they were at one moment; numbered from 0, so that threads can
 * share them out. Reused by one reader.
 */
final class ScanRows {
    private OrdinalFilter filter = OrdinalFilter.all();
    private boolean filtered;
    private boolean matching;
    private int count;

    /**
     * The slot of each number if only the matching are numbered, otherwise each is its own slot.
     */
    private int[] slots = new int[0];

    private int[] ordinals = new int[0];

    /** Takes note of the rows that a filter accepts, in the cheaper way. */
    void collect(VectorTable<?> table, OrdinalFilter accepted) {
        final int matches = accepted.cardinality();
        filter = accepted;
        filtered = matches != Integer.MAX_VALUE;
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
        // All at one moment: of an ordinal that is put anew meanwhile, the new slot may lie where
        // the scan has been already, and the old one where it is yet to come.
        while ((count = table.copyOrdinals(ordinals)) > ordinals.length) {
            ordinals = new int[count + count / 8];
        }
    }

    private void add(int slot, int ordinal) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, Math.max(64, 2 * count));
        }
        if (count >= ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, slots.length);
        }
        slots[count] = slot;
        ordinals[count++] = ordinal;
    }

    /** Lets go of the filter. */
    void forget() {
        filter = OrdinalFilter.all();
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
            final int ordinal = ordinals[slot];
            if (ordinal >= 0 && (!filtered || filter.accepts(ordinal))) {
                targetSlots[selected] = slot;
                targetOrdinals[selected++] = ordinal;
            }
        }
        return selected;
    }
}
