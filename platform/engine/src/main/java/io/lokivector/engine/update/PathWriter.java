package io.lokivector.engine.update;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Missing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes at a path by copying the objects and lists on the way, so that nothing shared is changed.
 */
final class PathWriter {
    private PathWriter() {}

    static void change(Map<String, @Nullable Object> document, FieldPath path, FieldChange change) {
        List<String> names = path.names();
        String first = names.getFirst();
        put(document, first, below(child(document, first), names, 1, path, change));
    }

    /** The new value of what lies at step {@code step} of the path. */
    private static @Nullable Object below(
            @Nullable Object value,
            List<String> names,
            int step,
            FieldPath path,
            FieldChange change) {
        if (step == names.size()) {
            return change.apply(value, path.toString());
        }
        String name = names.get(step);
        if (value == Missing.VALUE) {
            Object child = below(Missing.VALUE, names, step + 1, path, change);
            // A removal must not leave empty objects behind.
            return child == Missing.VALUE ? Missing.VALUE : singleton(name, child);
        }
        if (value instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> copy = copy(object);
            put(copy, name, below(child(copy, name), names, step + 1, path, change));
            return copy;
        }
        if (value instanceof List<?> list) {
            int index = index(name);
            if (index < 0 || index > list.size()) {
                return unreachable(
                        value, path, change, "'" + name + "' is no position in its list");
            }
            List<@Nullable Object> copy = new ArrayList<>(list);
            Object element = index < list.size() ? list.get(index) : Missing.VALUE;
            putElement(copy, index, below(element, names, step + 1, path, change));
            return copy;
        }
        return unreachable(value, path, change, "nothing here can hold '" + name + "'");
    }

    /**
     * The way to the field is blocked: no matter if the change would leave it absent, else a
     * failure.
     */
    private static @Nullable Object unreachable(
            @Nullable Object value, FieldPath path, FieldChange change, String problem) {
        if (change.apply(Missing.VALUE, path.toString()) == Missing.VALUE) {
            return value;
        }
        throw BadRequest.at(path.toString(), problem);
    }

    private static Map<String, @Nullable Object> singleton(String name, @Nullable Object value) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put(name, value);
        return object;
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> object) {
        Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(object.size() + 1);
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            copy.put((String) entry.getKey(), entry.getValue());
        }
        return copy;
    }

    private static @Nullable Object child(Map<String, @Nullable Object> object, String name) {
        Object value = object.get(name);
        return value != null || object.containsKey(name) ? value : Missing.VALUE;
    }

    private static void put(
            Map<String, @Nullable Object> object, String name, @Nullable Object value) {
        if (value == Missing.VALUE) {
            object.remove(name);
        } else {
            object.put(name, value);
        }
    }

    /** A removed element leaves null: the elements after it keep their positions. */
    private static void putElement(List<@Nullable Object> list, int index, @Nullable Object value) {
        if (index == list.size()) {
            if (value != Missing.VALUE) {
                list.add(value);
            }
        } else {
            list.set(index, value == Missing.VALUE ? null : value);
        }
    }

    /** A name as a position in a list, or -1. */
    private static int index(String name) {
        boolean digits =
                !name.isEmpty()
                        && name.length() <= 9
                        && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(name) : -1;
    }
}
