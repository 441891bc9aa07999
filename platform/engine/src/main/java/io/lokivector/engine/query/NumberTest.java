package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.FieldColumn;

/**
 * Passes numbers of a range.
 *
 * @param passesTexts whether a text that begins with a letter, and so stands for no number, passes
 * @param general the same test, for all other values
 */
record NumberTest(NumberRange range, boolean passesTexts, ColumnTest general)
        implements ColumnTest {
    private static final int COST = 2;

    @Override
    public long passing(DocumentBlock block, int field, long candidates) {
        FieldColumn column = block.column(field);
        return column.holdsOnly(FieldColumn.WHOLE)
                ? passingWholes(column.values()) & candidates
                : passingMixed(block, field, column, candidates);
    }

    /** Without a branch; rows that hold nothing in particular do no harm. */
    private long passingWholes(long[] values) {
        long low = range.wholeLow();
        long high = range.wholeHigh();
        long passing = 0;
        for (int row = 0; row < DocumentBlock.ROWS; row++) {
            long value = values[row];
            passing |= (value >= low & value <= high ? 1L : 0L) << row;
        }
        return passing;
    }

    private long passingMixed(DocumentBlock block, int field, FieldColumn column, long candidates) {
        byte[] kinds = column.kinds();
        long[] values = column.values();
        long passing = 0;
        long others = 0;
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            int row = Long.numberOfTrailingZeros(rest);
            long bit = 1L << row;
            switch (kinds[row]) {
                case FieldColumn.WHOLE -> {
                    if (values[row] >= range.wholeLow() && values[row] <= range.wholeHigh()) {
                        passing |= bit;
                    }
                }
                case FieldColumn.DOUBLE -> {
                    double value = Double.longBitsToDouble(values[row]);
                    if (!range.isExact()) {
                        others |= bit;
                    } else if (value >= range.doubleLow() && value <= range.doubleHigh()) {
                        passing |= bit;
                    }
                }
                case FieldColumn.TEXT -> {
                    if (!TextRangeTest.isPlain(block.body(row), values[row])) {
                        others |= bit;
                    } else if (passesTexts) {
                        passing |= bit;
                    }
                }
                default -> others |= bit;
            }
        }
        return others == 0 ? passing : passing | general.passing(block, field, others);
    }

    @Override
    public int cost() {
        return COST;
    }
}
