package io.lokivector.engine.query;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What documents are compared by under a {@link DocumentOrder}: made once for each document, so
 * that comparing it many times neither decodes it nor parses its texts. Immutable.
 */
public final class RankKeys {
    private static final int NOT_A_NUMBER = 0;
    private static final int NOTHING = 1;
    private static final int FALSE = 2;
    private static final int TRUE = 3;
    private static final int EMPTY_TEXT = 4;
    private static final int NUMBER = 5;
    private static final int TEXT = 6;

    private final List<SortKey> keys;

    /** The keys of an order. */
    public RankKeys(DocumentOrder order) {
        this.keys = order.keys();
    }

    /** How many keys a document has. */
    public int width() {
        return keys.size();
    }

    /** The keys of a document, the most significant first. */
    public @Nullable Object[] of(Map<String, ? extends @Nullable Object> document) {
        final @Nullable Object[] row = new @Nullable Object[keys.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = key(keys.get(i).path().follow(document));
        }
        return row;
    }

    /**
     * Compares the keys of two documents.
     *
     * @param atA where the keys begin in {@code a}
     * @param atB where the keys begin in {@code b}
     */
    public int compare(@Nullable Object[] a, int atA, @Nullable Object[] b, int atB) {
        for (int i = 0; i < keys.size(); i++) {
            final int order = compareKeys(a[atA + i], b[atB + i]);
            if (order != 0) {
                return keys.get(i).descending() ? -order : order;
            }
        }
        return 0;
    }

    /** Null, Boolean, Number, or a text that stands for no number: in the rank order as before. */
    static @Nullable Object key(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Missing _ -> null;
            case Boolean bool -> bool;
            case Number number -> number;
            case String text when text.isEmpty() -> text;
            default -> {
                final double number = ScriptValue.number(value);
                yield Double.isNaN(number) ? ScriptValue.text(value) : (Object) number;
            }
        };
    }

    /** Compares two keys; -1, 0 or 1. */
    static int compareKeys(@Nullable Object a, @Nullable Object b) {
        if (a instanceof final Long x && b instanceof final Long y) {
            return Long.compare(x, y);
        }
        final int rankA = rank(a);
        final int rankB = rank(b);
        if (rankA != rankB) {
            return rankA < rankB ? -1 : 1;
        }
        if (a instanceof final String x && b instanceof final String y) {
            return Integer.signum(x.compareTo(y));
        }
        return rankA == NUMBER && a instanceof final Number x && b instanceof final Number y
                ? Integer.signum(Numbers.compare(x, x.doubleValue(), y, y.doubleValue()))
                : 0;
    }

    private static int rank(@Nullable Object key) {
        return switch (key) {
            case null -> NOTHING;
            case Boolean bool -> bool ? TRUE : FALSE;
            case String text -> text.isEmpty() ? EMPTY_TEXT : TEXT;
            case Number number -> Double.isNaN(number.doubleValue()) ? NOT_A_NUMBER : NUMBER;
            default -> throw new IllegalArgumentException("not a key: " + key.getClass());
        };
    }
}
