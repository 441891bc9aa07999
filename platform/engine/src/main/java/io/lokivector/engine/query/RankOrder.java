package io.lokivector.engine.query;

import org.jspecify.annotations.Nullable;

/**
 * The order of all values: missing and null, false, true, empty text, then all that stands for a
 * number, numerically, then everything else by its text in UTF-16 order.
 *
 * <p>A total order, consistent over mixed types, so an index may keep keys in it. "Stands for a
 * number" is meant as JavaScript's {@code Number()} has it: the text "10" and the list {@code [10]}
 * rank with the number 10. NaN, which no document should hold, ranks first.
 */
public final class RankOrder {
    private static final int NOT_A_NUMBER = 0;
    private static final int NOTHING = 1;
    private static final int FALSE = 2;
    private static final int TRUE = 3;
    private static final int EMPTY_TEXT = 4;
    private static final int VALUE = 5;

    private RankOrder() {}

    /** Compares two values. */
    public static int compare(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        int rankA = rank(a);
        int rankB = rank(b);
        if (rankA != VALUE || rankB != VALUE) {
            return Integer.compare(rankA, rankB);
        }
        double x = ScriptValue.number(a);
        double y = ScriptValue.number(b);
        boolean textA = Double.isNaN(x);
        boolean textB = Double.isNaN(y);
        if (textA && textB) {
            return ScriptValue.text(a).compareTo(ScriptValue.text(b));
        }
        if (textA || textB) {
            return textA ? 1 : -1;
        }
        return Numbers.compare(a, x, b, y);
    }

    private static int rank(@Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case Missing _ -> NOTHING;
            case Boolean bool -> bool ? TRUE : FALSE;
            case String text -> text.isEmpty() ? EMPTY_TEXT : VALUE;
            case Double number -> number.isNaN() ? NOT_A_NUMBER : VALUE;
            case Float number -> number.isNaN() ? NOT_A_NUMBER : VALUE;
            default -> VALUE;
        };
    }
}
