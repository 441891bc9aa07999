package io.lokivector.transport.rest;

import io.lokivector.transport.rest.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents of an insert: {@code {"documents": [...]}}, a bare list, or one bare object. */
final class InsertBody {
    private static final String WRAPPER = "documents";

    private InsertBody() {}

    static List<Map<String, @Nullable Object>> documents(JsonValue body) {
        if (body.value() instanceof final List<?> list) {
            return each(list, "[");
        }
        final Map<String, @Nullable Object> object = body.object();
        if (!(object.get(WRAPPER) instanceof final List<?> list)) {
            return List.of(object);
        }
        if (object.size() > 1) {
            throw Body.bad(
                    "there is more than 'documents' in the body; to insert one document with a"
                            + " list of that name, put it into a list: [{...}]");
        }
        return each(list, WRAPPER + "[");
    }

    private static List<Map<String, @Nullable Object>> each(List<?> list, String path) {
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>(list.size());
        for (final @Nullable Object element : list) {
            final String here = path + documents.size() + "]";
            documents.add(
                    JsonValue.objectIn(element)
                            .orElseThrow(() ->
                                    Body.bad(
                                            here
                                                    + " must be an object, not "
                                                    + JsonValue.kindOf(element))));
        }
        return documents;
    }
}
