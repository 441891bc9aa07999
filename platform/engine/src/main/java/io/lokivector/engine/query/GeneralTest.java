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
    private static final byte PASSES = 1;
    private static final byte FAILS = 2;

    private final FieldPath path;
    private final ValueMatcher matcher;
    private final int fixedKinds;

    /** What is known by kind. Two threads may find out the same, which is the same for both. */
    private final byte[] known = new byte[FieldColumn.COMPOSITE + 1];

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
        byte[] kinds = block.column(field).kinds();
        long passing = 0;
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            int row = Long.numberOfTrailingZeros(rest);
            if (passes(block, field, row, kinds[row])) {
                passing |= 1L << row;
            }
        }
        return passing;
    }

    private boolean passes(DocumentBlock block, int field, int row, int kind) {
        if ((fixedKinds >>> kind & 1) == 0) {
            return asks(block, field, row, kind);
        }
        if (known[kind] == 0) {
            known[kind] = asks(block, field, row, kind) ? PASSES : FAILS;
        }
        return known[kind] == PASSES;
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
