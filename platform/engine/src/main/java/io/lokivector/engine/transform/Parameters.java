package io.lokivector.engine.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts parameters in their places: a text that begins with {@value #MARK} stands for the parameter
 * named by the rest of it. Without such a parameter it stays the text it is, as in the original.
 */
final class Parameters {
    static final String MARK = "[%lktxp]";

    private Parameters() {}

    /** A copy of steps with the parameters in place. */
    static List<Map<String, @Nullable Object>> fill(
            List<? extends Map<String, @Nullable Object>> steps,
            Map<String, @Nullable Object> params) {
        final List<Map<String, @Nullable Object>> filled = new ArrayList<>(steps.size());
        for (final Map<String, @Nullable Object> step : steps) {
            filled.add(fill(step, params));
        }
        return filled;
    }

    private static Map<String, @Nullable Object> fill(
            Map<?, ?> object, Map<String, @Nullable Object> params) {
        final Map<String, @Nullable Object> filled = LinkedHashMap.newLinkedHashMap(object.size());
        for (final Map.Entry<?, ?> entry : object.entrySet()) {
            filled.put(String.valueOf(entry.getKey()), fill(entry.getValue(), params));
        }
        return filled;
    }

    private static @Nullable Object fill(
            @Nullable Object value, Map<String, @Nullable Object> params) {
        return switch (value) {
            case final String text when text.startsWith(MARK) -> {
                final String name = text.substring(MARK.length());
                yield params.containsKey(name) ? params.get(name) : text;
            }
            case final List<?> list -> {
                final List<@Nullable Object> filled = new ArrayList<>(list.size());
                for (final Object element : list) {
                    filled.add(fill(element, params));
                }
                yield filled;
            }
            case final Map<?, ?> object -> fill(object, params);
            case null, default -> value;
        };
    }
}
