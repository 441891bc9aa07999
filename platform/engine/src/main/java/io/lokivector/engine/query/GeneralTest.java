package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.FieldColumn;

/**
 * Asks the {@link ValueMatcher} of a test, but only once about all values of a kind where one
 * answer serves for all.
 */
final class GeneralTest implements ColumnTest {
    private static final int COST = 60;
    private static final int COST_IF_FIXED = 2;

    private final FieldPath path;
    private final ValueMatcher matcher;
    private final int fixedKinds;

    /** A bit for each kind of which all values are known to pass. */
    private volatile int passingKinds;

    /** A bit for each kind of which it is known whether all values pass. */
    private volatile int knownKinds;

    /**
     * A test as a matcher has it.
     *
     * @param path the way to the value
     * @param matcher does not look at the document
     * @param fixedKinds a bit for each kind of which all values fare alike
     */
    GeneralTest(FieldPath path, ValueMatcher matcher, int fixedKinds) {
        this.path = path;
        this.matcher = matcher;
        this.fixedKinds = fixedKinds;
    }

    @Override
    public long passing(DocumentBlock block, int field, long candidates) {
        FieldColumn column = block.column(field);
        byte[] kinds = column.kinds();
        if ((column.kindsSeen() & ~(fixedKinds & knownKinds)) == 0) {
            return candidates & passingKinds(kinds);
        }
        long passing = 0;
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            int row = Long.numberOfTrailingZeros(rest);
            if (passes(block, field, row, kinds[row])) {
                passing |= 1L << row;
            }
        }
        return passing;
    }

    /** Without a branch; rows that hold nothing in particular do no harm. */
    private long passingKinds(byte[] kinds) {
        int passes = passingKinds;
        long passing = 0;
        for (int row = 0; row < DocumentBlock.ROWS; row++) {
            passing |= (long) (passes >>> kinds[row] & 1) << row;
        }
        return passing;
    }

    private boolean passes(DocumentBlock block, int field, int row, int kind) {
        if ((fixedKinds >>> kind & 1) == 0) {
            return asks(block, field, row, kind);
        }
        int bit = 1 << kind;
        if ((knownKinds & bit) == 0) {
            learn(bit, asks(block, field, row, kind));
        }
        return (passingKinds & bit) != 0;
    }

    private synchronized void learn(int kind, boolean passes) {
        passingKinds |= passes ? kind : 0;
        // Comes last: who sees that a kind is known also sees what is known of it.
        knownKinds |= kind;
    }

    private boolean asks(DocumentBlock block, int field, int row, int kind) {
        return switch (kind) {
            case FieldColumn.MISSING -> matcher.passes(Missing.VALUE, null);
            case FieldColumn.COMPOSITE -> ConditionCompiler.anyEnd(block.map(row), path, matcher);
            default -> matcher.passes(block.value(field, row), null);
        };
    }

    @Override
    public int cost() {
        return Integer.bitCount(fixedKinds) > FieldColumn.COMPOSITE ? COST_IF_FIXED : COST;
    }
}
