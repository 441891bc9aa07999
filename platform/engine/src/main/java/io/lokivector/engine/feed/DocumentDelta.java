package io.lokivector.engine.feed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an update changed of a document: the fields that are new or have another value, objects and
 * lists compared part by part (a list as an object of its positions). What was removed does not
 * show, as in the original.
 */
public final class DocumentDelta {
    private DocumentDelta() {}

    /**
     * The fields that changed, without {@code $loki} and {@code meta}.
     *
     * @param always fields to have in it in any case, if they are there
     */
    public static Map<String, @Nullable Object> between(
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after,
            Collection<String> always) {
        final Map<String, @Nullable Object> delta = new LinkedHashMap<>();
        after.forEach((field, value) -> {
            if (field.equals("$loki") || field.equals("meta")) {
                return;
            }
            if (always.contains(field) || !before.containsKey(field)) {
                delta.put(field, value);
            } else {
                addIfChanged(delta, field, before.get(field), value);
            }
        });
        return delta;
    }

    private static void addIfChanged(
            Map<String, @Nullable Object> delta,
            String name,
            @Nullable Object before,
            @Nullable Object after) {
        final List<Part> partsAfter = parts(after);
        if (partsAfter.isEmpty() || !isContainer(before)) {
            if (!isEqual(before, after)) {
                delta.put(name, after);
            }
            return;
        }
        final Map<String, @Nullable Object> old = new LinkedHashMap<>();
        parts(before).forEach(part -> old.put(part.name, part.value));
        final Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        for (final Part part : partsAfter) {
            if (old.containsKey(part.name)) {
                addIfChanged(changed, part.name, old.get(part.name), part.value);
            } else {
                changed.put(part.name, part.value);
            }
        }
        if (!changed.isEmpty()) {
            delta.put(name, changed);
        }
    }

    private record Part(String name, @Nullable Object value) {}

    private static boolean isContainer(@Nullable Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?>;
    }

    /** The parts of an object or a list; of anything else, none. */
    private static List<Part> parts(@Nullable Object value) {
        final List<Part> parts = new ArrayList<>();
        if (value instanceof final Map<?, ?> map) {
            map.forEach((key, part) -> parts.add(new Part(String.valueOf(key), part)));
        } else if (value instanceof final List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                parts.add(new Part(String.valueOf(i), list.get(i)));
            }
        }
        return parts;
    }

    private static boolean isEqual(@Nullable Object before, @Nullable Object after) {
        return before instanceof final float[] old && after instanceof final float[] vector
                ? Arrays.equals(old, vector)
                : Objects.equals(before, after);
    }
}
