package io.lokivector.engine.query;

import org.jspecify.annotations.Nullable;

/**
 * JavaScript's {@code < <= > >=}: two texts by their characters, everything else as numbers; some
 * values do not compare.
 */
final class ScriptOrder {
    private ScriptOrder() {}

    static boolean holds(Comparison comparison, @Nullable Object a, @Nullable Object b) {
        Object x = ScriptValue.primitive(a);
        Object y = ScriptValue.primitive(b);
        if (x instanceof String text && y instanceof String other) {
            return comparison.holds(text.compareTo(other));
        }
        double m = ScriptValue.number(x);
        double n = ScriptValue.number(y);
        boolean comparable = !Double.isNaN(m) && !Double.isNaN(n);
        return comparable && comparison.holds(Numbers.compare(x, m, y, n));
    }
}
