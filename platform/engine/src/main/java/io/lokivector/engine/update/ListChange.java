package io.lokivector.engine.update;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A change of a list; a value that is no list refuses it. */
sealed interface ListChange extends FieldChange
        permits ListInsertion, ListChange.AddToSet, ListChange.Pull, ListChange.Pop {

    /** Changes a copy of the list. */
    void apply(List<@Nullable Object> list);

    /** Whether an absent or null field becomes a list, or stays as it is. */
    boolean creates();

    @Override
    default @Nullable Object apply(@Nullable Object value, String path) {
        boolean nothing = value == null || value == Missing.VALUE;
        if (nothing && !creates()) {
            return value;
        }
        List<@Nullable Object> list =
                switch (value) {
                    case null -> new ArrayList<>();
                    case Missing _ -> new ArrayList<>();
                    case List<?> elements -> new ArrayList<>(elements);
                    case float[] vector -> numbers(vector);
                    default -> throw BadRequest.at(path, "is not a list");
                };
        apply(list);
        return list;
    }

    private static List<@Nullable Object> numbers(float[] vector) {
        List<@Nullable Object> numbers = new ArrayList<>(vector.length);
        for (float number : vector) {
            // As it was written: 0.1f is 0.1.
            numbers.add(Double.parseDouble(Float.toString(number)));
        }
        return numbers;
    }

    /** {@code $addToSet}: appends each value unless the list has one alike. */
    record AddToSet(List<@Nullable Object> values) implements ListChange {
        @Override
        public void apply(List<@Nullable Object> list) {
            for (Object value : values) {
                if (list.stream().noneMatch(element -> StoredValue.alike(element, value))) {
                    list.add(value);
                }
            }
        }

        @Override
        public boolean creates() {
            return true;
        }
    }

    /** {@code $pull}: removes every element that is meant. */
    record Pull(Predicate<@Nullable Object> meant) implements ListChange {
        @Override
        public void apply(List<@Nullable Object> list) {
            list.removeIf(meant);
        }

        @Override
        public boolean creates() {
            return false;
        }
    }

    /** {@code $pop}: removes the first or the last element, if there is one. */
    record Pop(boolean first) implements ListChange {
        @Override
        public void apply(List<@Nullable Object> list) {
            if (!list.isEmpty()) {
                list.remove(first ? 0 : list.size() - 1);
            }
        }

        @Override
        public boolean creates() {
            return false;
        }
    }
}
