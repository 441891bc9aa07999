package io.lokivector.engine.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values that a query compares with: copied, so that the query cannot change, and with
 * one type per kind of number.
 */
final class Operand {
    private Operand() {}

    static @Nullable Object copy(@Nullable Object value, String path, ParseBudget budget) {
        return switch (value) {
            case null -> null;
            case String _, Boolean _ -> value;
            case Number number -> number(number, path);
            case List<?> list -> list(list, path, budget);
            case float[] vector -> vector(vector, path, budget);
            case Map<?, ?> object -> object(object, path, budget);
            default -> throw BadRequest.at(path, "not a JSON value");
        };
    }

    /** The elements of a list operand. */
    static List<@Nullable Object> list(List<?> list, String path, ParseBudget budget) {
        budget.checkLength(list.size(), path);
        budget.enter(path);
        List<@Nullable Object> copies = new ArrayList<>(list.size());
        for (Object element : list) {
            copies.add(copy(element, path, budget));
        }
        budget.leave();
        return Collections.unmodifiableList(copies);
    }

    /** A key of an object, which must be text. */
    static String key(@Nullable Object key, String path) {
        if (key instanceof String name) {
            return name;
        }
        throw BadRequest.at(path, "the keys of an object must be text");
    }

    private static Number number(Number number, String path) {
        if (Double.isNaN(number.doubleValue())) {
            throw BadRequest.at(path, "NaN is not a value");
        }
        return Numbers.canonical(number);
    }

    private static List<@Nullable Object> vector(float[] vector, String path, ParseBudget budget) {
        budget.checkLength(vector.length, path);
        List<@Nullable Object> numbers = new ArrayList<>(vector.length);
        for (float number : vector) {
            numbers.add(number(Numbers.widen(number), path));
        }
        return Collections.unmodifiableList(numbers);
    }

    private static Map<String, @Nullable Object> object(
            Map<?, ?> object, String path, ParseBudget budget) {
        budget.checkLength(object.size(), path);
        budget.enter(path);
        Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(object.size());
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            copy.put(key(entry.getKey(), path), copy(entry.getValue(), path, budget));
        }
        budget.leave();
        return Collections.unmodifiableMap(copy);
    }
}
