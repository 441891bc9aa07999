package io.lokivector.engine.transform;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads steps as clients write them. Types of steps that nobody knows are passed over, as in the
 * original.
 */
final class StepParser {
    private static final int STEPS_MAX = 1_000;
    private static final QueryLimits LIMITS = QueryLimits.standard();

    private StepParser() {}

    static List<Step> parse(List<? extends Map<String, @Nullable Object>> steps) {
        if (steps.size() > STEPS_MAX) {
            throw BadRequest.at("steps", "a transform has at most " + STEPS_MAX + " steps");
        }
        final List<Step> parsed = new ArrayList<>(steps.size());
        for (int i = 0; i < steps.size(); i++) {
            parse(steps.get(i), "steps[" + i + "]").ifPresent(parsed::add);
        }
        return List.copyOf(parsed);
    }

    private static Optional<Step> parse(Map<String, @Nullable Object> step, String path) {
        final String type = type(step, path);
        return switch (type) {
            case "find" -> Optional.of(find(step.get("value"), path + ".value"));
            case "simplesort" -> Optional.of(simpleSort(step, path));
            case "compoundsort" -> Optional.of(compoundSort(step.get("value"), path + ".value"));
            case "limit" -> Optional.of(new Step.Limit(count(step, path)));
            case "offset" -> Optional.of(new Step.Offset(count(step, path)));
            case "eqJoin" -> Optional.of(join(step, path));
            case "remove" -> Optional.of(new Step.Remove(path));
            case "where", "map", "mapReduce", "update", "sort" ->
                    throw BadRequest.at(
                            path,
                            "'"
                                    + type
                                    + "' takes a function, and functions cannot be sent; use find,"
                                    + " simplesort or compoundsort, an aggregation, or an update");
            default -> Optional.empty();
        };
    }

    /** The type of a step, which is all that is asked of one that is only to be kept. */
    static String type(Map<String, @Nullable Object> step, String path) {
        if (step.get("type") instanceof final String type) {
            return type;
        }
        throw BadRequest.at(path, "a step has a type, such as {\"type\": \"find\", …}");
    }

    private static Step.Find find(@Nullable Object value, String path) {
        final Map<String, @Nullable Object> query =
                value == null ? Map.of() : object(value, path, "a query");
        return new Step.Find(Query.parse(query, LIMITS, path), query);
    }

    private static Step.Sort simpleSort(Map<String, @Nullable Object> step, String path) {
        final String property = text(step, "property", path);
        return new Step.Sort(
                DocumentOrder.parse(
                        List.of(List.of(property, descends(step, path))),
                        LIMITS,
                        path + ".property"),
                path);
    }

    private static boolean descends(Map<String, @Nullable Object> step, String path) {
        final @Nullable Object given =
                step.get("desc") != null ? step.get("desc") : step.get("options");
        final @Nullable Object descends =
                given instanceof final Map<?, ?> options ? options.get("desc") : given;
        return switch (descends) {
            case null -> false;
            case final Boolean truth -> truth;
            default -> throw BadRequest.at(path + ".desc", "must be true or false");
        };
    }

    private static Step.Sort compoundSort(@Nullable Object value, String path) {
        if (!(value instanceof final List<?> properties)) {
            throw BadRequest.at(path, "must be a list of properties, or [property, descending]");
        }
        return new Step.Sort(DocumentOrder.parse(properties, LIMITS, path), path);
    }

    private static int count(Map<String, @Nullable Object> step, String path) {
        final @Nullable Object value = step.get("value");
        if (value instanceof final Number number) {
            final double count = number.doubleValue();
            if (count == Math.rint(count) && count >= 0) {
                return (int) Math.min(count, Integer.MAX_VALUE);
            }
        }
        throw BadRequest.at(path + ".value", "must be a whole number, 0 or more" + hint(value));
    }

    private static String hint(@Nullable Object value) {
        return value instanceof final String text && text.startsWith(Parameters.MARK)
                ? "; the parameter '" + text.substring(Parameters.MARK.length()) + "' is missing"
                : "";
    }

    private static Step.EqualityJoin join(Map<String, @Nullable Object> step, String path) {
        if (step.get("mapFun") != null) {
            throw BadRequest.at(
                    path + ".mapFun", "is a function, and functions cannot be sent; leave it out");
        }
        return new Step.EqualityJoin(
                rightSide(step.get("joinData"), path + ".joinData"),
                key(step, "leftJoinKey", path),
                key(step, "rightJoinKey", path),
                removesMeta(step.get("dataOptions"), path + ".dataOptions"),
                path);
    }

    private static FieldPath key(Map<String, @Nullable Object> step, String name, String path) {
        return FieldPath.parse(text(step, name, path), LIMITS, path + "." + name);
    }

    private static Step.RightSide rightSide(@Nullable Object data, String path) {
        return switch (data) {
            case final String name -> new Step.OfCollection(name);
            case final List<?> list -> {
                final List<Map<String, @Nullable Object>> rows = new ArrayList<>(list.size());
                for (final Object row : list) {
                    rows.add(object(row, path + "[" + rows.size() + "]", "an object"));
                }
                yield new Step.Given(rows);
            }
            case null, default ->
                    throw BadRequest.at(
                            path, "must be the name of a collection, or a list of objects");
        };
    }

    private static boolean removesMeta(@Nullable Object options, String path) {
        if (options == null) {
            return false;
        }
        final @Nullable Object removes = object(options, path, "an object").get("removeMeta");
        return switch (removes) {
            case null -> false;
            case final Boolean truth -> truth;
            default -> throw BadRequest.at(path + ".removeMeta", "must be true or false");
        };
    }

    private static String text(Map<String, @Nullable Object> step, String name, String path) {
        if (step.get(name) instanceof final String text) {
            return text;
        }
        throw BadRequest.at(path + "." + name, "must be the name of a property");
    }

    private static Map<String, @Nullable Object> object(
            @Nullable Object value, String path, String what) {
        if (!(value instanceof final Map<?, ?> given)) {
            throw BadRequest.at(path, "must be " + what + hint(value));
        }
        final Map<String, @Nullable Object> object = LinkedHashMap.newLinkedHashMap(given.size());
        given.forEach((key, element) -> object.put(String.valueOf(key), element));
        return object;
    }
}
