package io.lokivector.engine.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Comparison of JSON values in tests. */
final class Values {
    private Values() {}

    /** The value with all numbers as doubles, so that 1 equals 1.0. */
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number number -> number.doubleValue();
            case List<?> list -> list.stream().map(Values::plain).toList();
            case Set<?> set -> set.stream().map(Values::plain).collect(Collectors.toSet());
            case Map<?, ?> object -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                object.forEach((key, child) -> copy.put(key, plain(child)));
                yield copy;
            }
            default -> value;
        };
    }
}
