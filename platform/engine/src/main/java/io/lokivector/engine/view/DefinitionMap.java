package io.lokivector.engine.view;

import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Definitions of views as plain values, which is how a collection keeps them. */
final class DefinitionMap {
    private DefinitionMap() {}

    static Map<String, @Nullable Object> of(ViewDefinition definition) {
        final List<Object> filters = new ArrayList<>();
        for (final ViewFilter filter : definition.filters()) {
            final Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            filter.uid().ifPresent(uid -> entry.put("uid", uid));
            entry.put("query", filter.query());
            filters.add(entry);
        }
        final Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("filters", filters);
        map.put("sort", definition.sort());
        map.put("persistent", definition.persistent());
        return map;
    }

    static ViewDefinition definition(String name, @Nullable Object value) {
        final Map<String, @Nullable Object> map = object(value);
        final List<ViewFilter> filters = new ArrayList<>();
        for (final Object entry : list(map.get("filters"))) {
            final Map<String, @Nullable Object> filter = object(entry);
            filters.add(
                    new ViewFilter(
                            Optional.ofNullable(filter.get("uid")).map(String::valueOf),
                            object(filter.get("query"))));
        }
        return new ViewDefinition(
                name,
                filters,
                List.copyOf(list(map.get("sort"))),
                Boolean.TRUE.equals(map.get("persistent")));
    }

    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        final Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (value instanceof final Map<?, ?> map) {
            map.forEach((key, entry) -> object.put(String.valueOf(key), entry));
        }
        return object;
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof final List<?> list ? list : List.of();
    }
}
