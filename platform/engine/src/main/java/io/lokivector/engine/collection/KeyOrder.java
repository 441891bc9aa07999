package io.lokivector.engine.collection;

import io.lokivector.engine.query.RankOrder;
import org.jspecify.annotations.Nullable;

/**
 * The order of index keys: {@link RankOrder}, with its costly conversions skipped where they can
 * be.
 */
final class KeyOrder {
    private KeyOrder() {}

    static int compare(@Nullable Object a, @Nullable Object b) {
        return a instanceof final String x
                        && b instanceof final String y
                        && isPlainText(x)
                        && isPlainText(y)
                ? x.compareTo(y)
                : RankOrder.compare(a, b);
    }

    /** Whether a text begins like no number; "Infinity" is one. */
    private static boolean isPlainText(String text) {
        if (text.isEmpty()) {
            return false;
        }
        final char first = text.charAt(0);
        return first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z' && first != 'I';
    }
}
