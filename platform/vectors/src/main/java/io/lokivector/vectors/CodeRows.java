package io.lokivector.vectors;

import io.lokivector.simd.CodeKernels;
import java.util.Arrays;

/**
 * The codes of rows, in pages. The table of pages never changes, their content may: growing gives a
 * new table that shares all full pages. Written by one thread at a time.
 *
 * <p>Readers of an older table may miss a code that was written since; they estimate badly then,
 * and look at the row itself before they return it.
 */
public final class CodeRows {
    /** Large enough for pages to lie on lines of the cache; see {@link CodeKernels#LEAD}. */
    private static final int PAGE_BYTES = 1 << 22;

    private static final int FIRST_ROWS = 1 << 12;

    private final CodeSpace space;
    private final int capacity;
    private final CodeKernels.Codes codes;

    private CodeRows(CodeSpace space, int capacity, CodeKernels.Codes codes) {
        this.space = space;
        this.capacity = capacity;
        this.codes = codes;
    }

    /** No codes yet. */
    public static CodeRows empty(CodeSpace space) {
        final int rows = Math.max(1, PAGE_BYTES / (8 * space.stride()));
        final int shift = 31 - Integer.numberOfLeadingZeros(rows);
        return new CodeRows(
                space,
                0,
                new CodeKernels.Codes(new long[0][], shift, space.stride(), space.words()));
    }

    /** How they are made. */
    public CodeSpace space() {
        return space;
    }

    /** How many rows there is room for. */
    public int capacity() {
        return capacity;
    }

    /** These codes with room for at least {@code rowCount}. */
    public CodeRows grown(int rowCount) {
        if (rowCount <= capacity) {
            return this;
        }
        final int pageRows = 1 << codes.shift();
        final int target =
                rowCount > pageRows
                        ? (int)
                                Math.min(
                                        1 << 30,
                                        (long) (rowCount - 1 >> codes.shift()) + 1 << codes.shift())
                        : Math.min(
                                pageRows,
                                Math.max(FIRST_ROWS, 2 * Integer.highestOneBit(rowCount)));
        final long[][] pages = Arrays.copyOf(codes.pages(), (target - 1 >> codes.shift()) + 1);
        for (int i = 0; i < pages.length; i++) {
            final int rows = Math.min(pageRows, target - (i << codes.shift()));
            final int length = CodeKernels.LEAD + rows * codes.stride() + CodeKernels.SLACK;
            if (pages[i] == null) {
                pages[i] = new long[length];
            } else if (pages[i].length < length) {
                pages[i] = Arrays.copyOf(pages[i], length);
            }
        }
        return new CodeRows(
                space,
                target,
                new CodeKernels.Codes(pages, codes.shift(), codes.stride(), codes.words()));
    }

    /** Writes the code of a row. */
    public void write(CodeSpace.Encoder encoder, FloatRows rows, int row) {
        encoder.encode(
                rows.page(row),
                rows.offset(row),
                codes.pages()[row >>> codes.shift()],
                CodeKernels.LEAD + (row & (1 << codes.shift()) - 1) * codes.stride());
    }

    /** Estimates the scores of {@code count} rows, up to a constant of the query. */
    public void estimate(CodeKernels.Query query, int[] rows, int count, float[] estimates) {
        CodeKernels.estimate(query, codes, rows, count, estimates);
    }

    /** The bytes of memory they take. */
    public long memoryBytes() {
        long bytes = 0;
        for (final long[] page : codes.pages()) {
            bytes += 24 + 8L * page.length;
        }
        return bytes;
    }
}
