package io.lokivector.engine.update;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.engine.query.RankOrder;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the operand of {@code $push}: a value, or {@code {"$each": [...], "$position": 0, "$sort":
 * ..., "$slice": -5}}.
 */
final class PushParser {
    private final QueryLimits limits;

    PushParser(QueryLimits limits) {
        this.limits = limits;
    }

    ListInsertion parse(@Nullable Object operand, String path) {
        if (!(operand instanceof Map<?, ?> object) || !object.containsKey("$each")) {
            Object value = StoredValue.copy(operand, path, limits);
            return new ListInsertion(
                    Collections.singletonList(value),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
        for (Object key : object.keySet()) {
            if (!List.of("$each", "$position", "$sort", "$slice").contains(key)) {
                throw BadRequest.at(
                        path + "." + key, "beside $each there can be $position, $sort and $slice");
            }
        }
        return new ListInsertion(
                each(object.get("$each"), path + ".$each"),
                whole(object, "$position", path),
                object.containsKey("$sort")
                        ? Optional.of(order(object.get("$sort"), path + ".$sort"))
                        : Optional.empty(),
                whole(object, "$slice", path));
    }

    private List<@Nullable Object> each(@Nullable Object operand, String path) {
        if (StoredValue.copy(operand, path, limits) instanceof List<?> list) {
            return Collections.unmodifiableList(list);
        }
        throw BadRequest.at(path, "needs a list");
    }

    private static Optional<Integer> whole(Map<?, ?> object, String key, String path) {
        Object value = object.get(key);
        if (!object.containsKey(key)) {
            return Optional.empty();
        }
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            return Optional.of(number.intValue());
        }
        throw BadRequest.at(path + "." + key, "needs a whole number");
    }

    /** 1 or -1 for the elements themselves, or an object of the elements' fields and these. */
    private Comparator<@Nullable Object> order(@Nullable Object operand, String path) {
        if (!(operand instanceof Map<?, ?> fields)) {
            return directed(RankOrder::compare, operand, path);
        }
        Comparator<@Nullable Object> order = (_, _) -> 0;
        if (fields.isEmpty()) {
            throw BadRequest.at(path, "needs at least one field");
        }
        for (Map.Entry<?, ?> entry : fields.entrySet()) {
            String here = path + "." + entry.getKey();
            FieldPath field = FieldPath.parse(String.valueOf(entry.getKey()), limits, here);
            Comparator<@Nullable Object> byField =
                    (a, b) -> RankOrder.compare(field.follow(a), field.follow(b));
            order = order.thenComparing(directed(byField, entry.getValue(), here));
        }
        return order;
    }

    private static Comparator<@Nullable Object> directed(
            Comparator<@Nullable Object> ascending, @Nullable Object direction, String path) {
        if (direction instanceof Number number && Math.abs(number.doubleValue()) == 1) {
            return number.doubleValue() > 0 ? ascending : ascending.reversed();
        }
        throw BadRequest.at(path, "needs 1 to ascend or -1 to descend");
    }
}
