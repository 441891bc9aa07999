package io.lokivector.transport.rest;

import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.schema.NearestName;
import io.lokivector.spi.schema.PropertyDescription;
import io.lokivector.transport.rest.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a find is asked: the query, and beside it the options. */
record FindBody(Map<String, @Nullable Object> query, FindOptions options) {
    private static final String QUERY = "query";
    private static final String SORT = "sort";

    static FindBody of(JsonValue body) {
        final Map<String, @Nullable Object> rest = new LinkedHashMap<>(body.object());
        final @Nullable Object query = rest.remove(QUERY);
        checkMistyped(rest);
        if (rest.get(SORT) instanceof final String property) {
            rest.put(SORT, List.of(property));
        }
        return new FindBody(
                query == null
                        ? Map.of()
                        : JsonValue.objectIn(query)
                                .orElseThrow(() ->
                                        Body.bad(
                                                "query must be an object, not "
                                                        + JsonValue.kindOf(query))),
                FindOptions.schema().bind(rest, ""));
    }

    /** The schema of the options does not know the query, so it could not suggest it. */
    private static void checkMistyped(Map<String, @Nullable Object> rest) {
        final List<String> known = new ArrayList<>(List.of(QUERY));
        FindOptions.schema().properties().stream()
                .map(PropertyDescription::name)
                .forEach(known::add);
        for (final String key : rest.keySet()) {
            if (NearestName.to(key, known).filter(QUERY::equals).isPresent()) {
                throw Body.bad("unknown key '" + key + "'; did you mean 'query'?");
            }
        }
    }
}
