package io.lokivector.vectors;

/**
 * Rules rows out of a search by reading less than their vectors, and never one that belongs to the
 * answer.
 *
 * <p>Thread-safe; covers the slots of one table.
 */
public interface RowScreen {
    /**
     * Begins with a query, for one thread.
     *
     * @param prepared by {@link RowMetric#query}; not changed while the pass is used
     */
    Pass pass(float[] prepared);

    /** One query's way through the rows. */
    @FunctionalInterface
    interface Pass {
        /**
         * Finds the slots whose {@linkplain RowMetric score}, computed in single precision like any
         * other, may be at most {@code scoreMax}, or no number.
         *
         * @param slots of which the first {@code count} are looked at
         * @param kept receives the places of those slots in {@code slots}, ascending
         * @return how many are kept
         */
        int keep(int[] slots, int count, float scoreMax, int[] kept);
    }
}
