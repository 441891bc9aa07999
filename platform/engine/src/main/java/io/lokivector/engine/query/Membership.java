package io.lokivector.engine.query;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tests for a value among others, and for others inside a value. */
final class Membership {
    /** Up to here comparing one by one is as fast as hashing. */
    private static final int SCAN_MAX = 8;

    private Membership() {}

    static ValueMatcher oneOf(List<@Nullable Object> operands) {
        if (operands.size() <= SCAN_MAX) {
            Object[] scanned = operands.toArray();
            return (value, _) -> equalsAny(scanned, value);
        }
        Set<@Nullable Object> hashed = new HashSet<>();
        for (Object operand : operands) {
            if (!ScriptValue.isComposite(operand)) {
                hashed.add(operand);
            }
        }
        return (value, _) ->
                switch (value) {
                    case Number number -> hashed.contains(Numbers.canonical(number));
                    case String _, Boolean _ -> hashed.contains(value);
                    case null -> hashed.contains(null);
                    default -> false;
                };
    }

    static ValueMatcher contains(List<@Nullable Object> operands, boolean all) {
        Object[] values = operands.toArray();
        String[] texts = operands.stream().map(ScriptValue::text).toArray(String[]::new);
        return (container, _) ->
                switch (container) {
                    case String text -> {
                        for (String part : texts) {
                            if (text.contains(part) != all) {
                                yield !all;
                            }
                        }
                        yield all;
                    }
                    case List<?> list -> {
                        for (Object value : values) {
                            if (holds(list, value) != all) {
                                yield !all;
                            }
                        }
                        yield all;
                    }
                    case float[] vector -> {
                        for (Object value : values) {
                            if (holds(vector, value) != all) {
                                yield !all;
                            }
                        }
                        yield all;
                    }
                    case Map<?, ?> object -> {
                        for (String key : texts) {
                            if (object.containsKey(key) != all) {
                                yield !all;
                            }
                        }
                        yield all;
                    }
                    case null, default -> false;
                };
    }

    private static boolean equalsAny(@Nullable Object[] operands, @Nullable Object value) {
        for (Object operand : operands) {
            if (Equality.strict(operand, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(List<?> list, @Nullable Object value) {
        for (Object element : list) {
            if (Equality.strict(element, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(float[] vector, @Nullable Object value) {
        if (!(value instanceof Number number)) {
            return false;
        }
        // A packed vector holds what the number was rounded to.
        float packed = number.floatValue();
        for (float element : vector) {
            if (element == packed) {
                return true;
            }
        }
        return false;
    }
}
