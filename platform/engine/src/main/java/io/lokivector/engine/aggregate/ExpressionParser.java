package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Missing;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.spi.schema.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions: a text is the path of a field, with or without a dollar sign before it; an
 * object of one key that begins with a dollar sign is an operator; any other object or list is made
 * of expressions; everything else is itself.
 */
final class ExpressionParser {
    private static final QueryLimits LIMITS = QueryLimits.standard();
    private static final int DEPTH_MAX = 64;

    private boolean usesRoot;

    /** Whether one of the expressions was {@code $$ROOT}, the whole row. */
    boolean usesRoot() {
        return usesRoot;
    }

    Expression parse(@Nullable Object value, String path) {
        return parse(value, path, 0);
    }

    private Expression parse(@Nullable Object value, String path, int depth) {
        if (depth > DEPTH_MAX) {
            throw BadRequest.at(path, "nested more than " + DEPTH_MAX + " deep");
        }
        return switch (value) {
            case final String text -> field(text, path);
            case final Map<?, ?> object when isOperator(object) -> operator(object, path, depth);
            case final Map<?, ?> object -> object(object, path, depth);
            case final List<?> list -> {
                final List<Expression> elements = list(list, path, depth);
                yield (Map<String, @Nullable Object> row) -> values(elements, row);
            }
            case null, default -> _ -> value;
        };
    }

    private Expression field(String text, String path) {
        if (text.equals("$$ROOT")) {
            usesRoot = true;
            return (Map<String, @Nullable Object> row) -> row;
        }
        return fieldPath(text, path)::follow;
    }

    /** The path of a field, as expressions write it. */
    static FieldPath fieldPath(String text, String path) {
        if (text.startsWith("$$")) {
            throw BadRequest.at(path, "unknown variable '" + text + "'; there is $$ROOT");
        }
        // The one field whose own name begins with a dollar sign is meant by its name.
        final boolean hasSign = text.startsWith("$") && !text.equals("$loki");
        final String name = hasSign ? text.substring(1) : text;
        if (name.isEmpty()) {
            throw BadRequest.at(path, "needs the path of a field, such as \"$price\"");
        }
        return FieldPath.parse(name, LIMITS, path);
    }

    private static boolean isOperator(Map<?, ?> object) {
        return object.keySet().stream()
                .anyMatch(key -> key instanceof final String name && name.startsWith("$"));
    }

    private Expression operator(Map<?, ?> object, String path, int depth) {
        if (object.size() != 1) {
            throw BadRequest.at(path, "an operator stands alone in its object");
        }
        final Map.Entry<?, ?> only = object.entrySet().iterator().next();
        final String name = String.valueOf(only.getKey());
        final String here = path + "." + name;
        final @Nullable Object operand = only.getValue();
        if (name.equals("$literal")) {
            return _ -> operand;
        }
        if (name.equals("$cond")) {
            return condition(operand, here, depth);
        }
        final Operator operator =
                Operator.named(name)
                        .orElseThrow(() ->
                                BadRequest.at(
                                        path,
                                        "unknown operator '"
                                                + name
                                                + "'"
                                                + NearestName.to(name, Operator.names())
                                                        .map(near ->
                                                                "; did you mean '" + near + "'?")
                                                        .orElse("")));
        final List<Expression> operands =
                operand instanceof final List<?> list
                        ? list(list, here, depth)
                        : List.of(parse(operand, here, depth + 1));
        operator.checkCount(operands.size(), here);
        return (Map<String, @Nullable Object> row) -> operator.apply(values(operands, row));
    }

    private Expression condition(@Nullable Object operand, String path, int depth) {
        final List<@Nullable Object> parts = new ArrayList<>();
        if (operand instanceof final List<?> list) {
            parts.addAll(list);
        } else if (operand instanceof final Map<?, ?> named
                && named.keySet().equals(Set.of("if", "then", "else"))) {
            parts.add(named.get("if"));
            parts.add(named.get("then"));
            parts.add(named.get("else"));
        }
        if (parts.size() != 3) {
            throw BadRequest.at(path, "needs [if, then, else], or an object of these three");
        }
        final Expression test = parse(parts.get(0), path + ".if", depth + 1);
        final Expression then = parse(parts.get(1), path + ".then", depth + 1);
        final Expression otherwise = parse(parts.get(2), path + ".else", depth + 1);
        return (Map<String, @Nullable Object> row) ->
                Operator.isTrue(test.of(row)) ? then.of(row) : otherwise.of(row);
    }

    private List<Expression> list(List<?> list, String path, int depth) {
        final List<Expression> elements = new ArrayList<>(list.size());
        for (final Object element : list) {
            elements.add(parse(element, path + "[" + elements.size() + "]", depth + 1));
        }
        return List.copyOf(elements);
    }

    private static List<@Nullable Object> values(
            List<Expression> expressions, Map<String, @Nullable Object> row) {
        final List<@Nullable Object> values = new ArrayList<>(expressions.size());
        for (final Expression expression : expressions) {
            final @Nullable Object value = expression.of(row);
            values.add(value == Missing.VALUE ? null : value);
        }
        return values;
    }

    private Expression object(Map<?, ?> object, String path, int depth) {
        final Map<String, Expression> fields = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            final String name = String.valueOf(key);
            fields.put(name, parse(value, path + "." + name, depth + 1));
        });
        return (Map<String, @Nullable Object> row) -> {
            final Map<String, @Nullable Object> values =
                    LinkedHashMap.newLinkedHashMap(fields.size());
            fields.forEach((name, expression) -> {
                final @Nullable Object value = expression.of(row);
                if (value != Missing.VALUE) {
                    values.put(name, value);
                }
            });
            return values;
        };
    }
}
