package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.CanonicalValue;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Missing;
import io.lokivector.engine.rows.RowBudget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The different values at a path, in the order of their first appearance. The path goes on in every
 * element of a list on its way, and a list at its end counts as its elements; what is missing is no
 * value, null is one. For one thread.
 */
final class DistinctValues {
    private final FieldPath field;
    private final RowBudget budget;
    private final String path;
    private final Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();

    DistinctValues(FieldPath field, RowBudget budget, String path) {
        this.field = field;
        this.budget = budget;
        this.path = path;
    }

    /** Takes a row, and tells which of its values are new. */
    void add(Map<String, @Nullable Object> row, Consumer<? super @Nullable Object> fresh) {
        field.forEachEnd(
                row,
                end -> {
                    if (end instanceof final List<?> list) {
                        list.forEach(element -> addValue(element, fresh));
                    } else if (end != Missing.VALUE) {
                        addValue(end, fresh);
                    }
                });
    }

    private void addValue(@Nullable Object value, Consumer<? super @Nullable Object> fresh) {
        final @Nullable Object key = CanonicalValue.of(value);
        if (!values.containsKey(key)) {
            budget.hold(path);
            values.put(key, value);
            fresh.accept(value);
        }
    }
}
