package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.CanonicalValue;
import io.lokivector.engine.query.Missing;
import io.lokivector.engine.query.RankOrder;
import io.lokivector.engine.query.ScriptValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An operator of expressions. Arithmetic with anything but numbers gives null, and so does what
 * goes beyond the range of doubles. Comparisons are in the rank order of queries.
 */
final class Operator {
    private static final Map<String, Operator> BY_NAME = operators();
    private static final int ANY_COUNT = Integer.MAX_VALUE;

    private final int countMin;
    private final int countMax;
    private final Function<List<@Nullable Object>, @Nullable Object> function;

    private Operator(
            int countMin,
            int countMax,
            Function<List<@Nullable Object>, @Nullable Object> function) {
        this.countMin = countMin;
        this.countMax = countMax;
        this.function = function;
    }

    static Optional<Operator> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static List<String> names() {
        final List<String> names = new ArrayList<>(BY_NAME.keySet());
        Collections.addAll(names, "$literal", "$cond");
        return names;
    }

    void checkCount(int count, String path) {
        if (count < countMin || count > countMax) {
            throw BadRequest.at(
                    path,
                    countMin == countMax
                            ? "takes " + countMin + " operands, not " + count
                            : "takes at least " + countMin + " operands, not " + count);
        }
    }

    @Nullable Object apply(List<@Nullable Object> operands) {
        return function.apply(operands);
    }

    private static Map<String, Operator> operators() {
        final Map<String, Operator> all = new LinkedHashMap<>();
        all.put("$add", arithmetic(2, ANY_COUNT, Math::addExact, Double::sum));
        all.put("$subtract", arithmetic(2, 2, Math::subtractExact, (a, b) -> a - b));
        all.put("$multiply", arithmetic(2, ANY_COUNT, Math::multiplyExact, (a, b) -> a * b));
        all.put("$divide", doubles((a, b) -> a / b));
        all.put("$mod", arithmetic(2, 2, (a, b) -> a % b, (a, b) -> a % b));
        all.put("$abs", rounding(Math::absExact, Math::abs));
        all.put("$floor", rounding(whole -> whole, Math::floor));
        all.put("$ceil", rounding(whole -> whole, Math::ceil));
        all.put("$eq", comparison(order -> order == 0));
        all.put("$ne", comparison(order -> order != 0));
        all.put("$gt", comparison(order -> order > 0));
        all.put("$gte", comparison(order -> order >= 0));
        all.put("$lt", comparison(order -> order < 0));
        all.put("$lte", comparison(order -> order <= 0));
        all.put("$and", new Operator(1, ANY_COUNT, all(true)));
        all.put("$or", new Operator(1, ANY_COUNT, all(false)));
        all.put("$not", new Operator(1, 1, operands -> !isTrue(operands.getFirst())));
        all.put("$ifNull", new Operator(2, ANY_COUNT, Operator::firstThere));
        all.put("$concat", new Operator(1, ANY_COUNT, Operator::concat));
        all.put("$toLower", text(text -> text.toLowerCase(Locale.ROOT)));
        all.put("$toUpper", text(text -> text.toUpperCase(Locale.ROOT)));
        all.put("$size", new Operator(1, 1, operands -> size(operands.getFirst())));
        return Collections.unmodifiableMap(all);
    }

    /** Whether a value counts as true: all but null, false and 0. */
    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Missing _ -> false;
            case final Boolean truth -> truth;
            case final Number number -> number.doubleValue() != 0;
            default -> true;
        };
    }

    private static Operator arithmetic(
            int countMin, int countMax, LongBinaryOperator exact, DoubleBinaryOperator rounded) {
        return new Operator(
                countMin,
                countMax,
                operands -> {
                    @Nullable Object result = operands.getFirst();
                    for (int i = 1; i < operands.size(); i++) {
                        result = arithmetic(result, operands.get(i), exact, rounded);
                    }
                    return result instanceof Number ? result : null;
                });
    }

    private static @Nullable Object arithmetic(
            @Nullable Object a,
            @Nullable Object b,
            LongBinaryOperator exact,
            DoubleBinaryOperator rounded) {
        if (!(a instanceof final Number x && b instanceof final Number y)) {
            return null;
        }
        if (CanonicalValue.of(x) instanceof final Long wholeX
                && CanonicalValue.of(y) instanceof final Long wholeY) {
            try {
                return exact.applyAsLong(wholeX, wholeY);
            } catch (ArithmeticException e) {
                // Beyond 64 bits it is rounded, as a sum is.
                return Accumulator.finite(rounded.applyAsDouble(wholeX, wholeY));
            }
        }
        return Accumulator.finite(rounded.applyAsDouble(x.doubleValue(), y.doubleValue()));
    }

    private static Operator doubles(DoubleBinaryOperator function) {
        return new Operator(
                2,
                2,
                operands ->
                        operands.get(0) instanceof final Number x
                                        && operands.get(1) instanceof final Number y
                                ? Accumulator.finite(
                                        function.applyAsDouble(x.doubleValue(), y.doubleValue()))
                                : null);
    }

    private static Operator rounding(LongUnaryOperator exact, DoubleUnaryOperator rounded) {
        return new Operator(
                1,
                1,
                operands -> {
                    if (!(operands.getFirst() instanceof final Number number)) {
                        return null;
                    }
                    return CanonicalValue.of(number) instanceof final Long whole
                                    && whole != Long.MIN_VALUE
                            ? (Object) exact.applyAsLong(whole)
                            : Accumulator.finite(rounded.applyAsDouble(number.doubleValue()));
                });
    }

    private static Operator comparison(IntPredicate accepts) {
        return new Operator(
                2,
                2,
                operands -> accepts.test(RankOrder.compare(operands.get(0), operands.get(1))));
    }

    private static Function<List<@Nullable Object>, @Nullable Object> all(boolean wanted) {
        return operands -> {
            for (final Object operand : operands) {
                if (isTrue(operand) != wanted) {
                    return !wanted;
                }
            }
            return wanted;
        };
    }

    private static @Nullable Object firstThere(List<@Nullable Object> operands) {
        for (final Object operand : operands) {
            if (operand != null) {
                return operand;
            }
        }
        return null;
    }

    private static @Nullable Object concat(List<@Nullable Object> operands) {
        final StringBuilder text = new StringBuilder();
        for (final Object operand : operands) {
            if (operand == null) {
                return null;
            }
            text.append(ScriptValue.text(operand));
        }
        return text.toString();
    }

    private static Operator text(Function<String, String> function) {
        return new Operator(
                1,
                1,
                operands ->
                        operands.getFirst() instanceof final String text
                                ? function.apply(text)
                                : null);
    }

    private static @Nullable Object size(@Nullable Object value) {
        return switch (value) {
            case final List<?> list -> (long) list.size();
            case final float[] vector -> (long) vector.length;
            case null, default -> null;
        };
    }
}
