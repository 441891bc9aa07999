package io.lokivector.engine.update;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.QueryLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a query says about a document that is not there: the fields that it wants equal to a value,
 * be it {@code {"f": 1}} or {@code {"f": {"$eq": 1}}}, alone or in {@code $and}.
 */
final class UpsertSeed {
    private static final List<String> KEPT_BY_THE_ENGINE = List.of("$loki", "meta");

    private final QueryLimits limits;

    UpsertSeed(QueryLimits limits) {
        this.limits = limits;
    }

    /** The beginning of the new document. */
    Map<String, @Nullable Object> of(Map<?, ?> query) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        addTo(document, query, "query");
        return document;
    }

    private void addTo(Map<String, @Nullable Object> document, Map<?, ?> query, String path) {
        query.forEach((key, value) -> {
            String here = path + "." + key;
            if (key.equals("$and") && value instanceof List<?> conditions) {
                for (Object condition : conditions) {
                    if (condition instanceof Map<?, ?> object) {
                        addTo(document, object, here);
                    }
                }
            } else if (!String.valueOf(key).startsWith("$") || key.equals("$loki")) {
                addField(document, String.valueOf(key), value, here);
            }
        });
    }

    private void addField(
            Map<String, @Nullable Object> document,
            String key,
            @Nullable Object condition,
            String path) {
        Object wanted = condition;
        if (condition instanceof Map<?, ?> operators) {
            if (!operators.containsKey("$eq")) {
                return;
            }
            wanted = operators.get("$eq");
        }
        FieldPath field = FieldPath.parse(key, limits, path);
        if (KEPT_BY_THE_ENGINE.contains(field.names().getFirst())) {
            throw BadRequest.at(
                    path,
                    "an upsert cannot choose "
                            + field.names().getFirst()
                            + " of a new document, which the database does");
        }
        Object value = StoredValue.copy(wanted, path, limits);
        PathWriter.change(document, field, (_, _) -> value);
    }
}
