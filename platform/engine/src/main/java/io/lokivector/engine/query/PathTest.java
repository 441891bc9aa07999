package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.FieldColumn;

/**
 * Passes what is at the end of a path of several segments.
 *
 * @param plain for where there is one end, with a plain value or none
 * @param general for where the way goes through lists, or ends at a list or an object
 */
record PathTest(ColumnTest plain, ColumnTest general) implements ColumnTest {
    @Override
    public long passing(DocumentBlock block, int field, long candidates) {
        byte[] kinds = block.column(field).kinds();
        long composite = 0;
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            int row = Long.numberOfTrailingZeros(rest);
            composite |= kinds[row] == FieldColumn.COMPOSITE ? 1L << row : 0;
        }
        long passing = plain.passing(block, field, candidates & ~composite);
        return composite == 0 ? passing : passing | general.passing(block, field, composite);
    }

    @Override
    public int cost() {
        return plain.cost();
    }
}
