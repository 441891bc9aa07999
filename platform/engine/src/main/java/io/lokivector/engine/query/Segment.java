package io.lokivector.engine.query;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a path: a key of an object, or a position in a list.
 *
 * @param index the name as a position; {@link #NO_INDEX} if it is none
 */
record Segment(String name, int index) {
    private static final int NO_INDEX = -1;

    /** Ten digits may exceed an int, and no list is that long. */
    private static final int INDEX_DIGITS_MAX = 9;

    static Segment of(String name) {
        return new Segment(name, index(name));
    }

    /** The child of a value that this step leads to, or {@link Missing}. */
    @Nullable Object of(@Nullable Object parent) {
        return switch (parent) {
            case Map<?, ?> object -> {
                Object value = object.get(name);
                yield value != null || object.containsKey(name) ? value : Missing.VALUE;
            }
            case List<?> list -> {
                if (index >= 0 && index < list.size()) {
                    yield list.get(index);
                }
                yield name.equals("length") ? (Object) (long) list.size() : Missing.VALUE;
            }
            case float[] vector -> {
                if (index >= 0 && index < vector.length) {
                    yield Numbers.widen(vector[index]);
                }
                yield name.equals("length") ? (Object) (long) vector.length : Missing.VALUE;
            }
            case null, default -> Missing.VALUE;
        };
    }

    private static int index(String name) {
        boolean canonical = name.equals("0") || !name.startsWith("0");
        if (name.isEmpty() || name.length() > INDEX_DIGITS_MAX || !canonical) {
            return NO_INDEX;
        }
        int value = 0;
        for (int i = 0; i < name.length(); i++) {
            char digit = name.charAt(i);
            if (digit < '0' || digit > '9') {
                return NO_INDEX;
            }
            value = value * 10 + (digit - '0');
        }
        return value;
    }
}
