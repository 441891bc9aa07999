package io.lokivector.engine.query;

import org.jspecify.annotations.Nullable;

/** The two equalities of the query language. */
final class Equality {
    private Equality() {}

    /**
     * Same type and same value. Lists and objects equal nothing, not even their like; null does not
     * equal missing.
     */
    static boolean strict(@Nullable Object a, @Nullable Object b) {
        return switch (a) {
            case null -> b == null;
            case String text -> text.equals(b);
            case Number number -> b instanceof Number other && Numbers.equal(number, other);
            case Boolean bool -> bool.equals(b);
            default -> false;
        };
    }

    /**
     * JavaScript's {@code ==}: null equals missing, text and numbers and booleans meet as numbers.
     */
    static boolean loose(@Nullable Object a, @Nullable Object b) {
        if (Missing.isNullOrMissing(a) || Missing.isNullOrMissing(b)) {
            return Missing.isNullOrMissing(a) && Missing.isNullOrMissing(b);
        }
        if (ScriptValue.isComposite(a) && ScriptValue.isComposite(b)) {
            return false;
        }
        Object x = ScriptValue.primitive(a);
        Object y = ScriptValue.primitive(b);
        if (x instanceof String text && y instanceof String other) {
            return text.equals(other);
        }
        double m = ScriptValue.number(x);
        double n = ScriptValue.number(y);
        return m == n && Numbers.compare(x, m, y, n) == 0;
    }
}
