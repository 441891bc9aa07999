package io.lokivector.engine.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values under which a document stands in an index: those at the end of a dotted path,
 * which goes on in every element where it meets a list before its last segment. A way that breaks
 * off counts as null, so that a search for what is missing finds it; an empty list has no end.
 */
final class IndexKeys {
    private final String[] path;

    IndexKeys(String field) {
        this.path = field.split("\\.", -1);
    }

    List<@Nullable Object> of(Map<String, ? extends @Nullable Object> document) {
        if (path.length == 1) {
            final List<@Nullable Object> one = new ArrayList<>(1);
            one.add(document.get(path[0]));
            return one;
        }
        final List<@Nullable Object> keys = new ArrayList<>();
        walk(
                document,
                0,
                key -> {
                    if (!keys.contains(key)) {
                        keys.add(key);
                    }
                });
        return keys;
    }

    private void walk(@Nullable Object value, int step, Consumer<@Nullable Object> keys) {
        if (step == path.length) {
            keys.accept(value);
        } else if (value instanceof final List<?> list && step > 0) {
            for (final Object element : list) {
                walk(element, step, keys);
            }
        } else if (value instanceof final Map<?, ?> object) {
            walk(object.get(path[step]), step + 1, keys);
        } else {
            keys.accept(null);
        }
    }
}
