package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.Missing;
import io.lokivector.engine.query.Projection;
import io.lokivector.engine.query.QueryLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code $project} and {@code $addFields} stages. */
final class ShapeParser {
    private static final QueryLimits LIMITS = QueryLimits.standard();

    private final ExpressionParser expressions;

    ShapeParser(ExpressionParser expressions) {
        this.expressions = expressions;
    }

    /**
     * A projection: a list of paths, as in a find, or an object whose values say of each field that
     * it is given (1, true), left out (0, false), or computed (anything else).
     */
    FlowStages.Reshape.Shape projection(@Nullable Object value, String path) {
        if (value instanceof final List<?> list) {
            final List<String> paths = new ArrayList<>();
            for (final Object element : list) {
                if (!(element instanceof final String text)) {
                    throw BadRequest.at(path, "must be a list of paths");
                }
                paths.add(text);
            }
            return Projection.parse(paths, LIMITS)::apply;
        }
        final List<String> given = new ArrayList<>();
        final List<String> leftOut = new ArrayList<>();
        final Map<String, Expression> computed = new LinkedHashMap<>();
        PipelineParser.object(value, path)
                .forEach((name, what) -> {
                    if (isSwitch(what, 1, true)) {
                        given.add(name);
                    } else if (isSwitch(what, 0, false)) {
                        leftOut.add("-" + name);
                    } else {
                        final String here = path + "." + name;
                        computed.put(
                                PipelineParser.fieldName(name, here),
                                expressions.parse(what, here));
                    }
                });
        return projection(given, leftOut, computed, path);
    }

    private static FlowStages.Reshape.Shape projection(
            List<String> given,
            List<String> leftOut,
            Map<String, Expression> computed,
            String path) {
        if (given.isEmpty() && computed.isEmpty()) {
            if (leftOut.isEmpty()) {
                throw BadRequest.at(path, "needs at least one field");
            }
            return Projection.parse(leftOut, LIMITS)::apply;
        }
        final boolean hidesId = leftOut.equals(List.of("-$loki"));
        if (!leftOut.isEmpty() && !hidesId) {
            throw BadRequest.at(
                    path, "names fields either to give or to leave out; only $loki may be both");
        }
        // Of a projection that only computes, $loki is what is given.
        final Projection projection =
                Projection.parse(given.isEmpty() ? List.of("$loki") : given, LIMITS);
        return (Map<String, @Nullable Object> row) -> {
            final Map<String, @Nullable Object> shown = projection.apply(row);
            if (hidesId) {
                shown.remove("$loki");
            }
            compute(computed, row, shown);
            return shown;
        };
    }

    private static boolean isSwitch(@Nullable Object value, int number, boolean truth) {
        return switch (value) {
            case final Number given -> given.doubleValue() == number;
            case final Boolean given -> given == truth;
            case null, default -> false;
        };
    }

    /** Fields that are added to what a row has. */
    FlowStages.Reshape.Shape addition(Map<String, @Nullable Object> written, String path) {
        final Map<String, Expression> computed = new LinkedHashMap<>();
        written.forEach((name, value) -> {
            final String here = path + "." + name;
            computed.put(PipelineParser.fieldName(name, here), expressions.parse(value, here));
        });
        return (Map<String, @Nullable Object> row) -> {
            final Map<String, @Nullable Object> more = new LinkedHashMap<>(row);
            compute(computed, row, more);
            return more;
        };
    }

    private static void compute(
            Map<String, Expression> computed,
            Map<String, @Nullable Object> row,
            Map<String, @Nullable Object> into) {
        computed.forEach((name, expression) -> {
            final @Nullable Object value = expression.of(row);
            if (value == Missing.VALUE) {
                into.remove(name);
            } else {
                into.put(name, value);
            }
        });
    }
}
