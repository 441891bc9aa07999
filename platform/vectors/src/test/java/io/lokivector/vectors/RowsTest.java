package io.lokivector.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RowsTest {
    @Test
    void rowsKeepTheirContentWhileTheTableGrowsOneByOne() {
        for (final int stride : new int[] {1, 3, 385, 65_537, 200_000}) {
            final int count = stride > 1_000 ? 12 : 3_000;
            FloatRows rows = FloatRows.empty(stride);
            for (int row = 0; row < count; row++) {
                rows = rows.grown(row + 1);
                rows.page(row)[rows.offset(row)] = row;
                rows.page(row)[rows.offset(row) + stride - 1] = row;
            }
            for (int row = 0; row < count; row++) {
                assertEquals(row, rows.page(row)[rows.offset(row)]);
                assertEquals(row, rows.page(row)[rows.offset(row) + stride - 1]);
            }
            assertTrue(rows.capacity() >= count);
        }
    }

    @Test
    void fullPagesAreSharedNotCopied() {
        final FloatRows few = FloatRows.empty(385).grown(1_000);
        final FloatRows more = few.grown(2_000);
        assertSame(few.page(0), more.page(0));
    }

    @Test
    void aFewRowsTakeLittleMemory() {
        assertTrue(FloatRows.empty(384).grown(1).memoryBytes() < 32_000);
    }

    @Test
    void noPageIsLargerThanHalfOfTheSmallestG1Region() {
        for (int stride = 1; stride < 100_000; stride = stride * 3 / 2 + 1) {
            assertTrue(PageShape.of(stride).rows() * 4L * stride + 16 <= 512 << 10);
        }
    }
}
