package io.lokivector.engine.aggregate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes of each row one row for each element of a list in it.
 *
 * @param names the way to the list
 * @param keepsEmpty whether a row stays that has no element there
 * @param indexField where the place in the list is to be written
 */
record Unwind(List<String> names, boolean keepsEmpty, Optional<String> indexField)
        implements Stage {

    @Override
    public boolean isRowByRow() {
        return true;
    }

    @Override
    public Sink into(Sink next, Run run) {
        return new FlowStages.PassingSink(next) {
            @Override
            public boolean take(Map<String, @Nullable Object> row) {
                return unwind(row, next);
            }
        };
    }

    private boolean unwind(Map<String, @Nullable Object> row, Sink next) {
        final List<?> elements =
                switch (value(row)) {
                    case final List<?> list -> list;
                    case final float[] vector -> numbers(vector);
                    case null -> List.of();
                    case final Object single -> List.of(single);
                };
        if (elements.isEmpty()) {
            return !keepsEmpty || next.take(numbered(without(row, 0), null));
        }
        long place = 0;
        for (final Object element : elements) {
            if (!next.take(numbered(with(row, 0, element), place++))) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Object value(Map<String, @Nullable Object> row) {
        @Nullable Object value = row;
        for (final String name : names) {
            value = value instanceof final Map<?, ?> object ? object.get(name) : null;
        }
        return value;
    }

    private static List<Object> numbers(float[] vector) {
        final List<Object> numbers = new ArrayList<>(vector.length);
        for (final float number : vector) {
            numbers.add(number);
        }
        return numbers;
    }

    private Map<String, @Nullable Object> with(
            Map<?, ?> object, int step, @Nullable Object element) {
        final Map<String, @Nullable Object> copy = copy(object);
        final String name = names.get(step);
        copy.put(
                name,
                step + 1 < names.size() && object.get(name) instanceof final Map<?, ?> below
                        ? with(below, step + 1, element)
                        : element);
        return copy;
    }

    private Map<String, @Nullable Object> without(Map<?, ?> object, int step) {
        final Map<String, @Nullable Object> copy = copy(object);
        final String name = names.get(step);
        if (step + 1 == names.size()) {
            copy.remove(name);
        } else if (object.get(name) instanceof final Map<?, ?> below) {
            copy.put(name, without(below, step + 1));
        }
        return copy;
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> object) {
        final Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        object.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private Map<String, @Nullable Object> numbered(
            Map<String, @Nullable Object> row, @Nullable Long place) {
        indexField.ifPresent(field -> row.put(field, place));
        return row;
    }
}
