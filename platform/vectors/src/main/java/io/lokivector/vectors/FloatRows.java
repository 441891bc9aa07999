package io.lokivector.vectors;

import java.util.Arrays;

/**
 * Rows of floats in pages. The table of pages never changes, their content may: growing gives a new
 * table which shares all full pages. A single page that is not full is copied, so nobody may write
 * while it grows.
 */
public final class FloatRows {
    private final PageShape shape;
    private final float[][] pages;
    private final int capacity;

    private FloatRows(PageShape shape, float[][] pages, int capacity) {
        this.shape = shape;
        this.pages = pages;
        this.capacity = capacity;
    }

    /** No rows yet, each to have {@code stride} floats. */
    public static FloatRows empty(int stride) {
        return new FloatRows(PageShape.of(stride), new float[0][], 0);
    }

    /** How many rows there is room for. */
    public int capacity() {
        return capacity;
    }

    /** The page of a row. */
    public float[] page(int row) {
        return pages[shape.page(row)];
    }

    /** Where in its page a row begins. */
    public int offset(int row) {
        return shape.offset(row);
    }

    /** These rows with room for at least {@code rowCount}; new ones are zero. */
    public FloatRows grown(int rowCount) {
        if (rowCount <= capacity) {
            return this;
        }
        final int target = shape.capacityFor(rowCount);
        final float[][] grown = Arrays.copyOf(pages, shape.page(target - 1) + 1);
        for (int i = Math.max(0, pages.length - 1); i < grown.length; i++) {
            final int length =
                    Math.min(shape.rows(), target - (i << shape.shift())) * shape.stride();
            if (i >= pages.length) {
                grown[i] = new float[length];
            } else if (length > pages[i].length) {
                grown[i] = Arrays.copyOf(pages[i], length);
            }
        }
        return new FloatRows(shape, grown, target);
    }

    /** The bytes of memory they take. */
    public long memoryBytes() {
        return 4L * shape.stride() * capacity + 24L * pages.length;
    }
}
