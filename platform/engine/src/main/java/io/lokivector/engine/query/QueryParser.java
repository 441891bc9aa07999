package io.lokivector.engine.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a query, and {@code $and} and {@code $or} between them; for one query. */
final class QueryParser {
    private final ParseBudget budget;
    private final OperatorParser operators;

    QueryParser(QueryLimits limits) {
        this.budget = new ParseBudget(limits);
        this.operators = new OperatorParser(budget, this);
    }

    /** All fields of an object must hold. */
    Condition parse(Map<?, ?> query, String path) {
        budget.enter(path);
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<?, ?> entry : query.entrySet()) {
            String key = Operand.key(entry.getKey(), path);
            String here = path + "." + key;
            budget.countCondition(here);
            conditions.add(
                    switch (key) {
                        case "$and" -> new Condition.And(branches(entry.getValue(), here));
                        case "$or" -> new Condition.Or(branches(entry.getValue(), here));
                        default -> field(key, entry.getValue(), here);
                    });
        }
        budget.leave();
        return all(conditions);
    }

    /**
     * What one element of a list must meet: fields of the element, as in a query, or operators for
     * the element itself.
     */
    Condition parseElement(Map<?, ?> query, String path) {
        budget.enter(path);
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<?, ?> entry : query.entrySet()) {
            String key = Operand.key(entry.getKey(), path);
            String here = path + "." + key;
            budget.countCondition(here);
            conditions.add(
                    switch (key) {
                        case "$and" -> new Condition.And(elementBranches(entry.getValue(), here));
                        case "$or" -> new Condition.Or(elementBranches(entry.getValue(), here));
                        default ->
                                key.startsWith("$")
                                        ? new Condition.Itself(
                                                operators.operator(key, entry.getValue(), here))
                                        : field(key, entry.getValue(), here);
                    });
        }
        budget.leave();
        return all(conditions);
    }

    private static Condition all(List<Condition> conditions) {
        return conditions.size() == 1 ? conditions.getFirst() : new Condition.And(conditions);
    }

    private Condition field(String key, @Nullable Object value, String path) {
        if (key.equals("$not") || key.equals("$nor")) {
            throw BadRequest.at(
                    path,
                    "a query has no "
                            + key
                            + "; negate inside a field: {\"field\": {\"$not\": {...}}}");
        }
        if (key.startsWith("$") && !key.equals("$loki")) {
            throw BadRequest.at(path, "unknown operator " + key);
        }
        FieldPath field = FieldPath.parse(key, budget.limits(), path);
        ValueTest test =
                switch (value) {
                    case Map<?, ?> object -> operators.operators(object, path);
                    case List<?> _, float[] _ ->
                            throw BadRequest.at(
                                    path, "a list equals nothing; use $in, $contains or $dteq");
                    case null, default -> new ValueTest.Equal(Operand.copy(value, path, budget));
                };
        return new Condition.Field(field, test);
    }

    private List<Condition> branches(@Nullable Object value, String path) {
        List<Condition> branches = new ArrayList<>();
        List<Map<?, ?>> objects = objects(value, path);
        for (int i = 0; i < objects.size(); i++) {
            branches.add(parse(objects.get(i), path + "[" + i + "]"));
        }
        return branches;
    }

    private List<Condition> elementBranches(@Nullable Object value, String path) {
        List<Condition> branches = new ArrayList<>();
        List<Map<?, ?>> objects = objects(value, path);
        for (int i = 0; i < objects.size(); i++) {
            branches.add(parseElement(objects.get(i), path + "[" + i + "]"));
        }
        return branches;
    }

    private List<Map<?, ?>> objects(@Nullable Object value, String path) {
        return operators.objects(value, path);
    }
}
