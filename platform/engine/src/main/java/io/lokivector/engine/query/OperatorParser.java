package io.lokivector.engine.query;

import io.lokivector.engine.query.ValueTest.FieldComparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the operators of a field, such as {@code {"$gte": 1, "$lt": 5}}; for one query.
 *
 * <p>A scalar of a type that can never fit, such as {@code {"$size": "2"}}, is a test that nothing
 * passes, like any comparison of unequal types. An operand of the wrong shape is an error.
 */
final class OperatorParser {
    private final ParseBudget budget;
    private final QueryParser queries;

    OperatorParser(ParseBudget budget, QueryParser queries) {
        this.budget = budget;
        this.queries = queries;
    }

    /** All operators of an object must hold, for the same value. */
    ValueTest operators(Map<?, ?> object, String path) {
        if (object.isEmpty()) {
            throw BadRequest.at(path, "an operator is missing; an object equals nothing");
        }
        budget.enter(path);
        List<ValueTest> tests = new ArrayList<>(object.size());
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            String name = Operand.key(entry.getKey(), path);
            String here = path + "." + name;
            budget.countCondition(here);
            tests.add(operator(name, entry.getValue(), here));
        }
        budget.leave();
        return tests.size() == 1 ? tests.getFirst() : new ValueTest.AllOf(tests);
    }

    ValueTest operator(String name, @Nullable Object operand, String path) {
        return switch (name) {
            case "$eq" -> new ValueTest.Equal(value(operand, path));
            case "$ne" -> new ValueTest.Not(new ValueTest.Equal(value(operand, path)));
            case "$aeq" -> new ValueTest.LooselyEqual(value(operand, path));
            case "$dteq" -> ranked(Comparison.EQUAL, operand, path);
            case "$gt" -> ranked(Comparison.GREATER, operand, path);
            case "$gte" -> ranked(Comparison.GREATER_OR_EQUAL, operand, path);
            case "$lt" -> ranked(Comparison.LESS, operand, path);
            case "$lte" -> ranked(Comparison.LESS_OR_EQUAL, operand, path);
            case "$jgt" -> related(Comparison.GREATER, operand, path);
            case "$jgte" -> related(Comparison.GREATER_OR_EQUAL, operand, path);
            case "$jlt" -> related(Comparison.LESS, operand, path);
            case "$jlte" -> related(Comparison.LESS_OR_EQUAL, operand, path);
            case "$between" -> between(operand, path, true);
            case "$jbetween" -> between(operand, path, false);
            case "$in" -> new ValueTest.OneOf(list(operand, path));
            case "$nin" -> new ValueTest.Not(new ValueTest.OneOf(list(operand, path)));
            case "$exists" -> new ValueTest.Exists(ScriptValue.truth(value(operand, path)));
            case "$type" -> new ValueTest.Type(measure(operand, path));
            case "$finite" -> finite(operand, path);
            case "$regex" -> new ValueTest.Matches(PatternOperand.parse(operand, path, budget));
            case "$containsString" ->
                    new ValueTest.ContainsText(ScriptValue.text(value(operand, path)));
            case "$contains" -> new ValueTest.Contains(oneOrMany(operand, path), true);
            case "$containsAny" -> new ValueTest.Contains(oneOrMany(operand, path), false);
            case "$containsNone" ->
                    new ValueTest.Not(new ValueTest.Contains(oneOrMany(operand, path), false));
            case "$len" -> new ValueTest.TextLength(measure(operand, path));
            case "$size" -> new ValueTest.ListSize(measure(operand, path));
            case "$keyin", "$definedin" -> new ValueTest.KeyOf(keys(operand, path));
            case "$nkeyin", "$undefinedin" ->
                    new ValueTest.Not(new ValueTest.KeyOf(keys(operand, path)));
            case "$elemMatch" ->
                    new ValueTest.AnyElement(queries.parseElement(object(operand, path), path));
            case "$not" -> new ValueTest.Not(operators(object(operand, path), path));
            case "$and" -> new ValueTest.AllOf(branches(operand, path));
            case "$or" -> new ValueTest.AnyOf(branches(operand, path));
            default -> fieldComparison(name, operand, path);
        };
    }

    private @Nullable Object value(@Nullable Object operand, String path) {
        return Operand.copy(operand, path, budget);
    }

    private ValueTest ranked(Comparison comparison, @Nullable Object operand, String path) {
        return new ValueTest.Ranked(comparison, value(operand, path));
    }

    private ValueTest related(Comparison comparison, @Nullable Object operand, String path) {
        return new ValueTest.Related(comparison, value(operand, path));
    }

    /** Without two bounds nothing lies between them. */
    private ValueTest between(@Nullable Object operand, String path, boolean ranked) {
        List<@Nullable Object> bounds = list(operand, path);
        if (bounds.size() < 2) {
            return nothing();
        }
        Object low = bounds.get(0);
        Object high = bounds.get(1);
        return ranked
                ? new ValueTest.RankedBetween(low, high)
                : new ValueTest.RelatedBetween(low, high);
    }

    private ValueTest finite(@Nullable Object operand, String path) {
        Object value = value(operand, path);
        return value instanceof Boolean finite ? new ValueTest.Finite(finite) : nothing();
    }

    /** A test of a length or a type's name: a value that it equals, or operators. */
    private ValueTest measure(@Nullable Object operand, String path) {
        if (operand instanceof Map<?, ?> object) {
            return operators(object, path);
        }
        if (ScriptValue.isList(operand)) {
            throw BadRequest.at(path, "needs a value or an object of operators");
        }
        return new ValueTest.Equal(value(operand, path));
    }

    private List<@Nullable Object> list(@Nullable Object operand, String path) {
        if (value(operand, path) instanceof List<?> list) {
            return Collections.unmodifiableList(list);
        }
        throw BadRequest.at(path, "needs a list");
    }

    private List<@Nullable Object> oneOrMany(@Nullable Object operand, String path) {
        return ScriptValue.isList(operand)
                ? list(operand, path)
                : Collections.singletonList(value(operand, path));
    }

    private static Map<?, ?> object(@Nullable Object operand, String path) {
        if (operand instanceof Map<?, ?> object) {
            return object;
        }
        throw BadRequest.at(path, "needs an object");
    }

    List<Map<?, ?>> objects(@Nullable Object operand, String path) {
        if (!(operand instanceof List<?> list)) {
            throw BadRequest.at(path, "needs a list of objects");
        }
        budget.checkLength(list.size(), path);
        List<Map<?, ?>> objects = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            objects.add(object(list.get(i), path + "[" + i + "]"));
        }
        return objects;
    }

    private List<ValueTest> branches(@Nullable Object operand, String path) {
        List<ValueTest> tests = new ArrayList<>();
        List<Map<?, ?>> objects = objects(operand, path);
        for (int i = 0; i < objects.size(); i++) {
            tests.add(operators(objects.get(i), path + "[" + i + "]"));
        }
        return tests;
    }

    /** The keys of an object, or the positions of a list. */
    private Set<String> keys(@Nullable Object operand, String path) {
        Set<String> keys = new HashSet<>();
        switch (operand) {
            case Map<?, ?> object -> {
                budget.checkLength(object.size(), path);
                for (Object key : object.keySet()) {
                    keys.add(Operand.key(key, path));
                }
            }
            case List<?> list -> {
                budget.checkLength(list.size(), path);
                for (int i = 0; i < list.size(); i++) {
                    keys.add(Integer.toString(i));
                }
            }
            case null, default -> throw BadRequest.at(path, "needs an object");
        }
        return keys;
    }

    private static ValueTest fieldComparison(String name, @Nullable Object operand, String path) {
        FieldComparison comparison =
                switch (name) {
                    case "$$eq" -> FieldComparison.EQUAL;
                    case "$$ne" -> FieldComparison.NOT_EQUAL;
                    case "$$aeq" -> FieldComparison.LOOSELY_EQUAL;
                    case "$$dteq" -> FieldComparison.RANKED_EQUAL;
                    case "$$gt" -> FieldComparison.RANKED_GREATER;
                    case "$$gte" -> FieldComparison.RANKED_GREATER_OR_EQUAL;
                    case "$$lt" -> FieldComparison.RANKED_LESS;
                    case "$$lte" -> FieldComparison.RANKED_LESS_OR_EQUAL;
                    case "$$jgt" -> FieldComparison.RELATED_GREATER;
                    case "$$jgte" -> FieldComparison.RELATED_GREATER_OR_EQUAL;
                    case "$$jlt" -> FieldComparison.RELATED_LESS;
                    case "$$jlte" -> FieldComparison.RELATED_LESS_OR_EQUAL;
                    case "$$type" -> FieldComparison.TYPE;
                    default -> throw BadRequest.at(path, "unknown operator " + name);
                };
        if (operand instanceof String field) {
            return new ValueTest.ComparedToField(comparison, field);
        }
        throw BadRequest.at(path, "needs the name of a field");
    }

    private static ValueTest nothing() {
        return new ValueTest.AnyOf(List.of());
    }
}
