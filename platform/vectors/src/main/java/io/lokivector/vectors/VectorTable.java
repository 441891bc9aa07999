package io.lokivector.vectors;

import org.jspecify.annotations.Nullable;

/**
 * The vectors of an index in memory: rows in slots, and the ordinal of each slot.
 *
 * <p>A slot is <em>pending</em> from {@link #insert} on, <em>live</em> from {@link #publish} until
 * its ordinal is put anew or removed, and <em>removed</em> until it is retired and used again,
 * which happens only when no reader can still be looking at it. A row never changes while a reader
 * may see it.
 *
 * <p>Changes are short and exclude each other; readers take no lock. A reader {@linkplain
 * Readers#enter enters} first, then takes a {@link #view()}.
 *
 * @param <R> the readers of the index
 */
public final class VectorTable<R extends Readers.Reader> {
    /** What stands for "no slot". */
    public static final int NONE = OrdinalMap.ABSENT;

    private static final int REMOVED = -1;
    private static final int PENDING = -2;

    private final RowMetric metric;
    private final Readers<R> readers;
    private final OrdinalMap slotOf = new OrdinalMap();
    private final Slots slots;
    private volatile View view;
    private volatile int size;

    /** See {@link #liveOrdinals()}; none after a change, until someone asks. */
    private volatile int @Nullable [] shared;

    /** An empty table. */
    public VectorTable(RowMetric metric, Readers<R> readers) {
        this.metric = metric;
        this.readers = readers;
        this.slots = new Slots(readers);
        this.view = View.empty(metric);
    }

    /**
     * What a reader sees: the slots below {@link #used()}, with whatever becomes of their ordinals.
     *
     * @param rows the vectors
     * @param ordinals one for each slot, negative when it is not live
     * @param used how many slots there are
     */
    public record View(FloatRows rows, IntRows ordinals, int used) {
        /** No slots. */
        public static View empty(RowMetric metric) {
            return new View(FloatRows.empty(metric.stride()), IntRows.empty(1), 0);
        }

        /** The ordinal of a live slot, or a negative number. */
        public int ordinal(int slot) {
            return ordinals.first(slot);
        }

        /** Whether a slot is removed, or not in use. */
        public boolean isRemoved(int slot) {
            return ordinals.first(slot) == REMOVED;
        }
    }

    /** How rows are compared. */
    public RowMetric metric() {
        return metric;
    }

    /** The readers of the index. */
    public Readers<R> readers() {
        return readers;
    }

    /** The current slots. */
    public View view() {
        return view;
    }

    /** How many ordinals there are. */
    public int size() {
        return size;
    }

    /** The live slot of an ordinal, or {@link #NONE}. */
    public int slot(int ordinal) {
        return slotOf.slot(ordinal);
    }

    /** Writes a vector into a slot, which is pending then. */
    public synchronized int insert(float[] vector) {
        final int slot = slots.take();
        final View grown = grown(slots.used());
        metric.write(vector, grown.rows().page(slot), grown.rows().offset(slot));
        grown.ordinals().publishFirst(slot, PENDING);
        view = grown;
        return slot;
    }

    /**
     * Makes a pending slot the live one of an ordinal.
     *
     * @return the slot that was, which is removed now, or {@link #NONE}
     */
    public synchronized int publish(int slot, int ordinal) {
        final int before = slotOf.slot(ordinal);
        // First the new one: a reader may see both, but never neither.
        view.ordinals().publishFirst(slot, ordinal);
        slotOf.set(ordinal, slot);
        if (before == NONE) {
            size = size + 1;
        } else {
            view.ordinals().publishFirst(before, REMOVED);
        }
        shared = null;
        return before;
    }

    /**
     * Removes an ordinal.
     *
     * @return its slot, or {@link #NONE} if it was not there
     */
    public synchronized int remove(int ordinal) {
        final int slot = slotOf.slot(ordinal);
        if (slot != NONE) {
            slotOf.set(ordinal, NONE);
            view.ordinals().publishFirst(slot, REMOVED);
            size = size - 1;
            shared = null;
        }
        return slot;
    }

    /** Gives back removed slots that readers who enter from now on cannot find. */
    public synchronized void retire(int... removed) {
        slots.retire(removed);
    }

    /** Copies the vector of an ordinal into {@code target}; false if it is not there. */
    public boolean copyVector(int ordinal, float[] target) {
        final R reader = readers.enter();
        try {
            final int slot = slotOf.slot(ordinal);
            if (slot == NONE) {
                return false;
            }
            final FloatRows rows = view.rows();
            System.arraycopy(
                    rows.page(slot), rows.offset(slot), target, 0, metric.space().dimension());
            return true;
        } finally {
            readers.leave(reader);
        }
    }

    /**
     * The ordinal of every slot at one moment, negative for slots that are not live. Taken by an
     * entered reader, who may then read the rows of the live ones at leisure.
     */
    public synchronized int[] ordinals() {
        final int[] ordinals = new int[view.used()];
        for (int slot = 0; slot < ordinals.length; slot++) {
            ordinals[slot] = view.ordinal(slot);
        }
        return ordinals;
    }

    /**
     * As {@link #ordinals()}, but one array for all who ask before the next change; not to be
     * written to.
     */
    public int[] liveOrdinals() {
        final int @Nullable [] known = shared;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            final int[] taken = new int[view.used()];
            view.ordinals().copyFirst(taken.length, taken);
            shared = taken;
            return taken;
        }
    }

    /**
     * Fills this empty table.
     *
     * @param rows complete rows for all slots
     * @param ordinals of each slot, distinct; negative for slots that are removed
     */
    public synchronized void restore(FloatRows rows, int[] ordinals) {
        if (view.used() > 0) {
            throw new IllegalStateException("a checkpoint is loaded into a fresh index only");
        }
        final IntRows encoded = IntRows.empty(1).grown(ordinals.length);
        int live = 0;
        for (int slot = 0; slot < ordinals.length; slot++) {
            encoded.publishFirst(slot, Math.max(ordinals[slot], REMOVED));
            if (ordinals[slot] >= 0) {
                slotOf.set(ordinals[slot], slot);
                live++;
            }
        }
        slots.restore(ordinals.length);
        size = live;
        view = new View(rows, encoded, ordinals.length);
        shared = null;
    }

    /** The bytes of memory it takes. */
    public synchronized long memoryBytes() {
        final int @Nullable [] known = shared;
        return view.rows().memoryBytes()
                + view.ordinals().memoryBytes()
                + slotOf.memoryBytes()
                + (known == null ? 0 : 4L * known.length);
    }

    private View grown(int used) {
        final View current = view;
        return new View(current.rows().grown(used), current.ordinals().grown(used), used);
    }
}
