package io.lokivector.vectors;

/**
 * How rows of equal width lie in pages: a power of two of whole rows in each, at most {@value
 * #PAGE_BYTES_MAX} bytes unless one row alone is longer.
 *
 * <p>Pages stay below half of the smallest G1 region: larger arrays would each waste part of a
 * region of their own.
 *
 * @param stride elements of four bytes in a row
 * @param shift the binary logarithm of the rows in a page
 */
record PageShape(int stride, int shift) {
    static final int PAGE_BYTES_MAX = 500_000;

    static PageShape of(int stride) {
        final int rows = Math.max(1, PAGE_BYTES_MAX / (4 * stride));
        return new PageShape(stride, 31 - Integer.numberOfLeadingZeros(rows));
    }

    int rows() {
        return 1 << shift;
    }

    int page(int row) {
        return row >>> shift;
    }

    int offset(int row) {
        return (row & ((1 << shift) - 1)) * stride;
    }

    /** How many rows to make room for, so that growing one by one copies little. */
    int capacityFor(int rowCount) {
        if (rowCount > rows()) {
            return (int) Math.min(Integer.MAX_VALUE - 8L, ((rowCount - 1L >> shift) + 1) << shift);
        }
        return Math.min(rows(), Math.max(16, Integer.highestOneBit(2 * rowCount - 1)));
    }
}
