package io.lokivector.engine.update;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.QueryLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that an update puts into documents. */
final class StoredValue {
    private StoredValue() {}

    /** A deep copy that nobody can change, so that many documents can share it. */
    static @Nullable Object copy(@Nullable Object value, String path, QueryLimits limits) {
        return copy(value, path, limits, 0);
    }

    /** Whether two values are alike through and through; numbers by value, keys in any order. */
    static boolean alike(@Nullable Object a, @Nullable Object b) {
        return switch (a) {
            case null -> b == null;
            case Number number ->
                    b instanceof Number other
                            && number.doubleValue() == other.doubleValue()
                            && sameInteger(number, other);
            case List<?> list -> b instanceof List<?> other && alikeElements(list, other);
            case Map<?, ?> object -> b instanceof Map<?, ?> other && alikeEntries(object, other);
            case float[] vector -> b instanceof float[] other && Arrays.equals(vector, other);
            default -> a.equals(b);
        };
    }

    private static boolean sameInteger(Number a, Number b) {
        boolean bothLong = a instanceof Long && b instanceof Long;
        return !bothLong || a.longValue() == b.longValue();
    }

    private static boolean alikeElements(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!alike(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean alikeEntries(Map<?, ?> a, Map<?, ?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : a.entrySet()) {
            if (!b.containsKey(entry.getKey()) || !alike(entry.getValue(), b.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object copy(
            @Nullable Object value, String path, QueryLimits limits, int depth) {
        if (depth > limits.depthMax()) {
            throw BadRequest.at(path, "nested more than " + limits.depthMax() + " deep");
        }
        return switch (value) {
            case null -> null;
            case String _, Boolean _ -> value;
            case Number number -> {
                if (!Double.isFinite(number.doubleValue())) {
                    throw BadRequest.at(path, number + " is not a value");
                }
                yield number;
            }
            case float[] vector -> vector.clone();
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                for (Object element : list) {
                    copy.add(copy(element, path, limits, depth + 1));
                }
                yield Collections.unmodifiableList(copy);
            }
            case Map<?, ?> object -> {
                Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(object.size());
                for (Map.Entry<?, ?> entry : object.entrySet()) {
                    if (!(entry.getKey() instanceof String key)) {
                        throw BadRequest.at(path, "the keys of an object must be text");
                    }
                    copy.put(key, copy(entry.getValue(), path, limits, depth + 1));
                }
                yield Collections.unmodifiableMap(copy);
            }
            default -> throw BadRequest.at(path, "not a JSON value");
        };
    }
}
