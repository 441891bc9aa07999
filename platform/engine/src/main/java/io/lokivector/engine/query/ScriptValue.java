package io.lokivector.engine.query;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What JavaScript makes of a value where it needs another type. */
public final class ScriptValue {
    private ScriptValue() {}

    /** The number a value stands for, NaN if none: null is 0, a list stands for its text. */
    public static double number(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Number number -> number.doubleValue();
            case String text -> ScriptNumber.parse(text);
            case Boolean bool -> bool ? 1 : 0;
            case List<?> list -> ScriptNumber.parse(text(list));
            case float[] vector -> ScriptNumber.parse(text(vector));
            default -> Double.NaN;
        };
    }

    /**
     * The text of a value: elements of a list joined by commas, {@code [object Object]} for an
     * object.
     */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Missing _ -> "undefined";
            case String text -> text;
            case Number number -> ScriptNumber.format(number);
            case List<?> _, float[] _ -> {
                var joined = new StringBuilder();
                join(value, joined);
                yield joined.toString();
            }
            case Map<?, ?> _ -> "[object Object]";
            default -> value.toString();
        };
    }

    /** A list or object as its text, everything else as it is. */
    public static @Nullable Object primitive(@Nullable Object value) {
        return isComposite(value) ? text(value) : value;
    }

    static boolean isComposite(@Nullable Object value) {
        return value instanceof List<?> || value instanceof Map<?, ?> || value instanceof float[];
    }

    static boolean isList(@Nullable Object value) {
        return value instanceof List<?> || value instanceof float[];
    }

    /** Whether a value counts as true: all but false, 0, NaN, empty text, null and missing. */
    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Missing _ -> false;
            case Boolean bool -> bool;
            case Number number -> number.doubleValue() != 0 && !Double.isNaN(number.doubleValue());
            case String text -> !text.isEmpty();
            default -> true;
        };
    }

    /** The name of a value's type, with "array" for lists; null is an "object". */
    static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "object";
            case Missing _ -> "undefined";
            case Boolean _ -> "boolean";
            case Number _ -> "number";
            case String _ -> "string";
            case List<?> _, float[] _ -> "array";
            default -> "object";
        };
    }

    private static void join(@Nullable Object value, StringBuilder joined) {
        switch (value) {
            case null -> {}
            case Missing _ -> {}
            case List<?> list -> {
                String separator = "";
                for (Object element : list) {
                    joined.append(separator);
                    join(element, joined);
                    separator = ",";
                }
            }
            case float[] vector -> {
                String separator = "";
                for (float number : vector) {
                    joined.append(separator).append(ScriptNumber.format(Numbers.widen(number)));
                    separator = ",";
                }
            }
            default -> joined.append(text(value));
        }
    }
}
