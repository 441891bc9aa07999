package io.lokivector.transport.rest;

import io.lokivector.transport.rest.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads lists of objects out of the bodies of requests. */
final class ObjectList {
    private ObjectList() {}

    /**
     * The elements as objects.
     *
     * @param path where the list stands, for messages
     */
    static List<Map<String, @Nullable Object>> of(
            List<? extends @Nullable Object> list, String path) {
        final List<Map<String, @Nullable Object>> objects = new ArrayList<>(list.size());
        for (final Object element : list) {
            final String here = path + "[" + objects.size() + "]";
            objects.add(
                    JsonValue.objectIn(element)
                            .orElseThrow(() ->
                                    Body.bad(
                                            here
                                                    + " must be an object, not "
                                                    + JsonValue.kindOf(element))));
        }
        return objects;
    }
}
