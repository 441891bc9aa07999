package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.spi.schema.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads pipelines as clients write them; for one pipeline. Names of stages and accumulators may be
 * written with or without the dollar sign.
 */
final class PipelineParser {
    private static final int STAGES_MAX = 1_000;
    private static final QueryLimits LIMITS = QueryLimits.standard();
    private static final List<String> STAGES =
            List.of(
                    "$match",
                    "$group",
                    "$sort",
                    "$limit",
                    "$skip",
                    "$offset",
                    "$project",
                    "$addFields",
                    "$set",
                    "$unwind",
                    "$count",
                    "$distinct",
                    "$facet",
                    "$lookup");

    private final ExpressionParser expressions = new ExpressionParser();
    private final ShapeParser shapes = new ShapeParser(expressions);
    private final GroupParser groups = new GroupParser(expressions);
    private final Set<String> alsoReads = new LinkedHashSet<>();
    private int count;

    Pipeline parse(List<? extends Map<String, @Nullable Object>> written) {
        final List<Stage> stages = stages(written, "pipeline", false);
        final boolean startsWithMatch =
                !stages.isEmpty() && stages.getFirst() instanceof FlowStages.Match;
        return new Pipeline(
                startsWithMatch && stages.getFirst() instanceof FlowStages.Match(var query)
                        ? query
                        : Query.all(),
                startsWithMatch ? stages.subList(1, stages.size()) : stages,
                alsoReads,
                expressions.usesRoot());
    }

    private List<Stage> stages(List<?> written, String path, boolean isFacet) {
        final List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            final String here = path + "[" + i + "]";
            if (++count > STAGES_MAX) {
                throw BadRequest.at(here, "a pipeline has at most " + STAGES_MAX + " stages");
            }
            if (!(written.get(i) instanceof final Map<?, ?> stage) || stage.size() != 1) {
                throw BadRequest.at(here, "a stage is an object of one key, such as $match");
            }
            final Map.Entry<?, ?> only = stage.entrySet().iterator().next();
            stages.add(stage(String.valueOf(only.getKey()), only.getValue(), here, isFacet));
        }
        return withBoundedSorts(stages);
    }

    /** A sort before a limit need only hold the rows that the limit lets through. */
    private static List<Stage> withBoundedSorts(List<Stage> stages) {
        final List<Stage> bounded = new ArrayList<>(stages);
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i) instanceof final FlowStages.Sort sort) {
                long skipped = 0;
                int next = i + 1;
                while (next < stages.size() && stages.get(next) instanceof FlowStages.Skip(int n)) {
                    skipped += n;
                    next++;
                }
                if (next < stages.size() && stages.get(next) instanceof FlowStages.Limit(int n)) {
                    bounded.set(i, sort.keeping((int) Math.min(skipped + n, Integer.MAX_VALUE)));
                }
            }
        }
        return bounded;
    }

    private Stage stage(String name, @Nullable Object value, String stagePath, boolean isFacet) {
        final String path = stagePath + "." + name;
        return switch (name.startsWith("$") ? name.substring(1) : name) {
            case "match" -> new FlowStages.Match(Query.parse(object(value, path), LIMITS, path));
            case "group" -> groups.parse(object(value, path), path);
            case "sort" -> new FlowStages.Sort(order(value, path), Integer.MAX_VALUE, path);
            case "limit" -> new FlowStages.Limit(wholeNumber(value, path));
            case "skip", "offset" -> new FlowStages.Skip(wholeNumber(value, path));
            case "project" -> new FlowStages.Reshape(shapes.projection(value, path));
            case "addFields", "set" ->
                    new FlowStages.Reshape(shapes.addition(object(value, path), path));
            case "unwind" -> unwind(value, path);
            case "count" -> new FlowStages.Count(countName(value, path));
            case "distinct" -> groups.distinct(value, path);
            case "lookup" -> lookup(object(value, path), path);
            case "facet" -> {
                if (isFacet) {
                    throw BadRequest.at(path, "a facet cannot hold another");
                }
                yield facet(object(value, path), path);
            }
            default ->
                    throw BadRequest.at(
                            stagePath,
                            "unknown stage '"
                                    + name
                                    + "'"
                                    + NearestName.to(name, STAGES)
                                            .map(near -> "; did you mean '" + near + "'?")
                                            .orElse("; there are " + String.join(" ", STAGES)));
        };
    }

    private static DocumentOrder order(@Nullable Object value, String path) {
        return switch (value) {
            case final String property -> DocumentOrder.parse(List.of(property), LIMITS, path);
            case final List<?> keys -> DocumentOrder.parse(keys, LIMITS, path);
            case final Map<?, ?> directions -> {
                final List<Object> keys = new ArrayList<>();
                directions.forEach((property, direction) ->
                        keys.add(
                                List.of(
                                        String.valueOf(property),
                                        descends(direction, path + "." + property))));
                yield DocumentOrder.parse(keys, LIMITS, path);
            }
            case null, default ->
                    throw BadRequest.at(
                            path, "needs {property: 1 or -1, …}, or a list of properties");
        };
    }

    private static boolean descends(@Nullable Object direction, String path) {
        if (direction instanceof final Number number && Math.abs(number.doubleValue()) == 1) {
            return number.doubleValue() < 0;
        }
        throw BadRequest.at(path, "must be 1, ascending, or -1, descending");
    }

    private static int wholeNumber(@Nullable Object value, String path) {
        if (value instanceof final Number number) {
            final double given = number.doubleValue();
            if (given >= 0 && given == Math.rint(given)) {
                return (int) Math.min(given, Integer.MAX_VALUE);
            }
        }
        throw BadRequest.at(path, "must be a whole number, 0 or more");
    }

    private static Stage unwind(@Nullable Object value, String path) {
        if (!(value instanceof final Map<?, ?> options)) {
            return new Unwind(names(value, path), false, Optional.empty());
        }
        for (final Object key : options.keySet()) {
            if (!Set.of("path", "preserveNullAndEmptyArrays", "includeArrayIndex").contains(key)) {
                throw BadRequest.at(
                        path + "." + key,
                        "unknown; there are path, preserveNullAndEmptyArrays, includeArrayIndex");
            }
        }
        return new Unwind(
                names(options.get("path"), path + ".path"),
                Boolean.TRUE.equals(options.get("preserveNullAndEmptyArrays")),
                Optional.ofNullable(options.get("includeArrayIndex"))
                        .map(name -> fieldName(name, path + ".includeArrayIndex")));
    }

    private static List<String> names(@Nullable Object value, String path) {
        return fieldPath(value, path).names();
    }

    static FieldPath fieldPath(@Nullable Object value, String path) {
        if (value instanceof final String text) {
            return ExpressionParser.fieldPath(text, path);
        }
        throw BadRequest.at(path, "must be the path of a field, such as \"$tags\"");
    }

    /** The name of a field that a stage makes. */
    static String fieldName(@Nullable Object value, String path) {
        if (value instanceof final String name
                && !name.isEmpty()
                && !name.startsWith("$")
                && name.indexOf('.') < 0) {
            return name;
        }
        throw BadRequest.at(path, "must be the name of a field, without dots and dollar signs");
    }

    private static String countName(@Nullable Object value, String path) {
        final boolean isUnnamed =
                value == null
                        || Boolean.TRUE.equals(value)
                        || (value instanceof final Map<?, ?> object && object.isEmpty());
        return isUnnamed ? "count" : fieldName(value, path);
    }

    private Stage lookup(Map<String, @Nullable Object> wanted, String path) {
        for (final String key : wanted.keySet()) {
            if (!Set.of("from", "localField", "foreignField", "as").contains(key)) {
                throw BadRequest.at(
                        path + "." + key, "unknown; there are from, localField, foreignField, as");
            }
        }
        if (!(wanted.get("from") instanceof final String from)) {
            throw BadRequest.at(path + ".from", "must be the name of a collection");
        }
        alsoReads.add(from);
        return new Lookup(
                from,
                fieldPath(wanted.get("localField"), path + ".localField"),
                fieldPath(wanted.get("foreignField"), path + ".foreignField"),
                fieldName(wanted.get("as"), path + ".as"),
                path);
    }

    private Stage facet(Map<String, @Nullable Object> facets, String path) {
        final Map<String, List<Stage>> pipelines = new LinkedHashMap<>();
        facets.forEach((name, stages) -> {
            final String here = path + "." + name;
            if (!(stages instanceof final List<?> list)) {
                throw BadRequest.at(here, "must be a list of stages");
            }
            pipelines.put(fieldName(name, here), stages(list, here, true));
        });
        return new Facet(pipelines, path);
    }

    static Map<String, @Nullable Object> object(@Nullable Object value, String path) {
        if (!(value instanceof final Map<?, ?> given)) {
            throw BadRequest.at(path, "must be an object");
        }
        final Map<String, @Nullable Object> object = LinkedHashMap.newLinkedHashMap(given.size());
        given.forEach((key, element) -> object.put(String.valueOf(key), element));
        return object;
    }
}
