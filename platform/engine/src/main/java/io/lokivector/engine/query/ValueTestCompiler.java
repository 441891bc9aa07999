package io.lokivector.engine.query;

import io.lokivector.engine.query.regex.PatternTooCostlyException;
import io.lokivector.engine.query.regex.ScriptPattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns tests of a value into matchers. Whatever depends only on the operand is decided here, once.
 */
final class ValueTestCompiler {
    private ValueTestCompiler() {}

    static ValueMatcher compile(ValueTest test) {
        return switch (test) {
            case ValueTest.Equal(Object operand) -> equal(operand);
            case ValueTest.LooselyEqual(Object operand) ->
                    (value, _) -> Equality.loose(value, operand);
            case ValueTest.Ranked(Comparison comparison, Object operand) ->
                    (value, _) -> comparison.holds(RankOrder.compare(value, operand));
            case ValueTest.RankedBetween(Object low, Object high) -> rankedBetween(low, high);
            case ValueTest.Related(Comparison comparison, Object operand) ->
                    (value, _) -> ScriptOrder.holds(comparison, value, operand);
            case ValueTest.RelatedBetween(Object low, Object high) -> relatedBetween(low, high);
            case ValueTest.OneOf(List<@Nullable Object> operands) -> Membership.oneOf(operands);
            case ValueTest.Exists(boolean present) ->
                    (value, _) -> (value != Missing.VALUE) == present;
            case ValueTest.Type(ValueTest name) -> {
                ValueMatcher matcher = compile(name);
                yield (value, root) -> matcher.passes(ScriptValue.type(value), root);
            }
            case ValueTest.Finite(boolean finite) ->
                    (value, _) -> Double.isFinite(ScriptValue.number(value)) == finite;
            case ValueTest.Matches(ScriptPattern pattern) -> matches(pattern);
            case ValueTest.ContainsText(String part) ->
                    (value, _) -> value instanceof String text && text.contains(part);
            case ValueTest.Contains(List<@Nullable Object> operands, boolean all) ->
                    Membership.contains(operands, all);
            case ValueTest.TextLength(ValueTest length) -> textLength(compile(length));
            case ValueTest.ListSize(ValueTest size) -> listSize(compile(size));
            case ValueTest.KeyOf(Set<String> keys) ->
                    (value, _) -> keys.contains(ScriptValue.text(value));
            case ValueTest.AnyElement(Condition condition) ->
                    anyElement(ConditionCompiler.compile(condition));
            case ValueTest.ComparedToField compared -> FieldComparisons.compile(compared);
            case ValueTest.Not(ValueTest negated) -> {
                ValueMatcher matcher = compile(negated);
                yield (value, root) -> !matcher.passes(value, root);
            }
            case ValueTest.AllOf(List<ValueTest> tests) -> all(compile(tests));
            case ValueTest.AnyOf(List<ValueTest> tests) -> any(compile(tests));
        };
    }

    private static ValueMatcher[] compile(List<ValueTest> tests) {
        return tests.stream().map(ValueTestCompiler::compile).toArray(ValueMatcher[]::new);
    }

    private static ValueMatcher equal(@Nullable Object operand) {
        return switch (operand) {
            case null -> (value, _) -> value == null;
            case String text -> (value, _) -> text.equals(value);
            case Boolean bool -> (value, _) -> bool.equals(value);
            case Number number ->
                    (value, _) -> value instanceof Number other && Numbers.equal(number, other);
            default -> (_, _) -> false;
        };
    }

    private static ValueMatcher rankedBetween(@Nullable Object low, @Nullable Object high) {
        return (value, _) ->
                !Missing.isNullOrMissing(value)
                        && RankOrder.compare(value, low) >= 0
                        && RankOrder.compare(value, high) <= 0;
    }

    private static ValueMatcher relatedBetween(@Nullable Object low, @Nullable Object high) {
        return (value, _) ->
                !Missing.isNullOrMissing(value)
                        && ScriptOrder.holds(Comparison.GREATER_OR_EQUAL, value, low)
                        && ScriptOrder.holds(Comparison.LESS_OR_EQUAL, value, high);
    }

    private static ValueMatcher matches(ScriptPattern pattern) {
        return (value, _) -> {
            // The original tests an absent field as "undefined", and recorded answers depend on it.
            Object tested = value == Missing.VALUE ? ScriptValue.text(value) : value;
            try {
                return tested instanceof String text && pattern.find(text);
            } catch (PatternTooCostlyException costly) {
                throw BadRequest.at("$regex " + pattern, costly.problem());
            }
        };
    }

    private static ValueMatcher textLength(ValueMatcher length) {
        return (value, root) ->
                value instanceof String text && length.passes((long) text.length(), root);
    }

    private static ValueMatcher listSize(ValueMatcher size) {
        return (value, root) ->
                switch (value) {
                    case List<?> list -> size.passes((long) list.size(), root);
                    case float[] vector -> size.passes((long) vector.length, root);
                    case null, default -> false;
                };
    }

    private static ValueMatcher anyElement(DocumentMatcher condition) {
        return (value, _) ->
                switch (value) {
                    case List<?> list -> {
                        for (Object element : list) {
                            if (condition.matches(element)) {
                                yield true;
                            }
                        }
                        yield false;
                    }
                    case float[] vector -> {
                        for (float number : vector) {
                            if (condition.matches(Numbers.widen(number))) {
                                yield true;
                            }
                        }
                        yield false;
                    }
                    case null, default -> false;
                };
    }

    private static ValueMatcher all(ValueMatcher[] matchers) {
        return (value, root) -> {
            for (ValueMatcher matcher : matchers) {
                if (!matcher.passes(value, root)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static ValueMatcher any(ValueMatcher[] matchers) {
        return (value, root) -> {
            for (ValueMatcher matcher : matchers) {
                if (matcher.passes(value, root)) {
                    return true;
                }
            }
            return false;
        };
    }
}
