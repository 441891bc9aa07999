package io.lokivector.vectors;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Rows of ints in pages. The table of pages never changes, their content may: growing gives a new
 * table which shares all full pages. A single page that is not full is copied, so nobody may write
 * while it grows.
 */
public final class IntRows {
    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(int[].class);

    private final PageShape shape;
    private final int[][] pages;
    private final int capacity;

    private IntRows(PageShape shape, int[][] pages, int capacity) {
        this.shape = shape;
        this.pages = pages;
        this.capacity = capacity;
    }

    /** No rows yet, each to have {@code stride} ints. */
    public static IntRows empty(int stride) {
        return new IntRows(PageShape.of(stride), new int[0][], 0);
    }

    /** How many rows there is room for. */
    public int capacity() {
        return capacity;
    }

    /** The page of a row. */
    public int[] page(int row) {
        return pages[shape.page(row)];
    }

    /** Where in its page a row begins. */
    public int offset(int row) {
        return shape.offset(row);
    }

    /** These rows with room for at least {@code rowCount}; new ones are zero. */
    public IntRows grown(int rowCount) {
        if (rowCount <= capacity) {
            return this;
        }
        final int target = shape.capacityFor(rowCount);
        final int[][] grown = Arrays.copyOf(pages, shape.page(target - 1) + 1);
        for (int i = Math.max(0, pages.length - 1); i < grown.length; i++) {
            final int length =
                    Math.min(shape.rows(), target - (i << shape.shift())) * shape.stride();
            if (i >= pages.length) {
                grown[i] = new int[length];
            } else if (length > pages[i].length) {
                grown[i] = Arrays.copyOf(pages[i], length);
            }
        }
        return new IntRows(shape, grown, target);
    }

    /** The first int of a row, and with it all that was written before it was published. */
    public int first(int row) {
        return (int) ELEMENTS.getAcquire(page(row), offset(row));
    }

    /** Publishes the first int of a row, and with it all that was written before. */
    public void publishFirst(int row, int value) {
        ELEMENTS.setRelease(page(row), offset(row), value);
    }

    /** Copies the rows, of one int each, from the first on; nobody writes meanwhile. */
    void copyFirst(int count, int[] target) {
        for (int row = 0; row < count; row += shape.rows()) {
            System.arraycopy(page(row), 0, target, row, Math.min(shape.rows(), count - row));
        }
    }

    /** The bytes of memory they take. */
    public long memoryBytes() {
        return 4L * shape.stride() * capacity + 24L * pages.length;
    }
}
