package io.lokivector.engine.values;

import io.lokivector.engine.query.Comparison;
import io.lokivector.engine.query.KeyWriter;
import io.lokivector.engine.query.Missing;
import io.lokivector.engine.query.ScriptValue;
import io.lokivector.engine.query.ValueTest;
import io.lokivector.engine.query.regex.ScriptPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values that can pass a test.
 *
 * @param ranges none that passes is left out
 * @param isExact whether all of them pass
 */
public record TestRanges(KeyRanges ranges, boolean isExact) {
    private static final TestRanges ANY = new TestRanges(KeyRanges.ALL, false);
    private static final KeyRanges NOTHING =
            KeyRanges.classes(KeyWriter.NOTHING, KeyWriter.NOTHING);
    private static final KeyRanges EMPTY_TEXT =
            KeyRanges.classes(KeyWriter.EMPTY_TEXT, KeyWriter.EMPTY_TEXT);
    private static final KeyRanges NUMBERS = KeyRanges.classes(KeyWriter.NUMBER, KeyWriter.NUMBER);
    private static final KeyRanges TEXTS = KeyRanges.classes(KeyWriter.TEXT, KeyWriter.TEXT);

    /** The values that can pass a test. */
    public static TestRanges of(ValueTest test) {
        return switch (test) {
            case ValueTest.Equal(var operand) -> exactly(equalTo(operand));
            case ValueTest.OneOf(var operands) -> {
                KeyRanges any = KeyRanges.NONE;
                for (final Object operand : operands) {
                    any = any.or(equalTo(operand));
                }
                yield exactly(any);
            }
            case ValueTest.LooselyEqual(var operand) -> looselyEqual(operand);
            case ValueTest.Ranked(var comparison, var operand) ->
                    exactly(ranked(comparison, operand));
            case ValueTest.RankedBetween(var low, var high) ->
                    exactly(
                            KeyRanges.above(low, true)
                                    .and(KeyRanges.below(high, true))
                                    .and(NOTHING.not()));
            case ValueTest.Related(var comparison, var operand) -> related(comparison, operand);
            case ValueTest.RelatedBetween(var low, var high) ->
                    related(Comparison.GREATER_OR_EQUAL, low)
                            .and(related(Comparison.LESS_OR_EQUAL, high))
                            .and(exactly(NOTHING.not()));
            case ValueTest.Exists(var present) -> {
                final KeyRanges missing = KeyRanges.equalTo(Missing.VALUE);
                yield exactly(present ? missing.not() : missing);
            }
            case ValueTest.Matches(var pattern) -> matches(pattern);
            case ValueTest.AllOf(var tests) -> {
                TestRanges all = exactly(KeyRanges.ALL);
                for (final ValueTest each : tests) {
                    all = all.and(of(each));
                }
                yield all;
            }
            case ValueTest.AnyOf(var tests) -> {
                TestRanges any = exactly(KeyRanges.NONE);
                for (final ValueTest each : tests) {
                    any = any.or(of(each));
                }
                yield any;
            }
            case ValueTest.Not(var negated) -> {
                final TestRanges inner = of(negated);
                yield inner.isExact ? exactly(inner.ranges.not()) : ANY;
            }
            case ValueTest.Type _,
                    ValueTest.Finite _,
                    ValueTest.ContainsText _,
                    ValueTest.Contains _,
                    ValueTest.TextLength _,
                    ValueTest.ListSize _,
                    ValueTest.KeyOf _,
                    ValueTest.AnyElement _,
                    ValueTest.ComparedToField _ ->
                    ANY;
        };
    }

    private static TestRanges exactly(KeyRanges ranges) {
        return new TestRanges(ranges, true);
    }

    /** The values in both. */
    public TestRanges and(TestRanges other) {
        return new TestRanges(ranges.and(other.ranges), isExact && other.isExact);
    }

    private TestRanges or(TestRanges other) {
        return new TestRanges(ranges.or(other.ranges), isExact && other.isExact);
    }

    /** Lists and objects equal nothing. */
    private static KeyRanges equalTo(@Nullable Object operand) {
        return operand instanceof List<?> || operand instanceof Map<?, ?>
                ? KeyRanges.NONE
                : KeyRanges.equalTo(operand);
    }

    private static KeyRanges ranked(Comparison comparison, @Nullable Object operand) {
        return switch (comparison) {
            case EQUAL -> KeyRanges.rankedLike(operand);
            case GREATER -> KeyRanges.above(operand, false);
            case GREATER_OR_EQUAL -> KeyRanges.above(operand, true);
            case LESS -> KeyRanges.below(operand, false);
            case LESS_OR_EQUAL -> KeyRanges.below(operand, true);
        };
    }

    /** What the conversions of {@code ==} bring together ranks alike, with some exceptions. */
    private static TestRanges looselyEqual(@Nullable Object operand) {
        if (operand == null) {
            return exactly(NOTHING);
        }
        KeyRanges alike = KeyRanges.rankedLike(operand);
        final double number = ScriptValue.number(ScriptValue.primitive(operand));
        if (!Double.isNaN(number) && !(operand instanceof Number)) {
            alike = alike.or(KeyRanges.rankedLike(number));
        }
        if (number == 0) {
            alike = alike.or(EMPTY_TEXT).or(KeyRanges.rankedLike(false));
        }
        if (number == 1) {
            alike = alike.or(KeyRanges.rankedLike(true));
        }
        return new TestRanges(alike, false);
    }

    private static TestRanges related(Comparison comparison, @Nullable Object operand) {
        final @Nullable Object primitive = ScriptValue.primitive(operand);
        if (primitive instanceof final String text) {
            // Texts compare by their characters even if they stand for numbers, which rank apart.
            final boolean ranksAsText = !text.isEmpty() && Double.isNaN(ScriptValue.number(text));
            return ranksAsText
                    ? new TestRanges(TEXTS.not().or(ranked(comparison, text)), false)
                    : ANY;
        }
        final Number number =
                primitive instanceof final Number given
                        ? given
                        : (Number) ScriptValue.number(primitive);
        KeyRanges holding = NUMBERS.and(ranked(comparison, number));
        if (comparison.holds(Double.compare(0, number.doubleValue() + 0.0))) {
            holding =
                    holding.or(KeyRanges.equalTo(null))
                            .or(EMPTY_TEXT)
                            .or(KeyRanges.rankedLike(false));
        }
        if (comparison.holds(Double.compare(1, number.doubleValue()))) {
            holding = holding.or(KeyRanges.rankedLike(true));
        }
        return exactly(holding);
    }

    /** Of a pattern for the beginning of a text. */
    private static TestRanges matches(ScriptPattern pattern) {
        final Optional<String> beginning = pattern.literalBeginning();
        if (beginning.isEmpty()) {
            return ANY;
        }
        KeyRanges texts = KeyRanges.textsBeginning(beginning.get());
        if (KeyWriter.mayBeginNumber(beginning.get())) {
            texts = texts.or(NUMBERS);
        }
        // As which an absent field is tested.
        if ("undefined".startsWith(beginning.get())) {
            texts = texts.or(NOTHING);
        }
        return new TestRanges(texts, false);
    }
}
