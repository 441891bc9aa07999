package io.lokivector.engine.query;

import static io.lokivector.engine.document.FieldColumn.COMPOSITE;
import static io.lokivector.engine.document.FieldColumn.DOUBLE;
import static io.lokivector.engine.document.FieldColumn.FALSE;
import static io.lokivector.engine.document.FieldColumn.MISSING;
import static io.lokivector.engine.document.FieldColumn.NULL;
import static io.lokivector.engine.document.FieldColumn.TRUE;
import static io.lokivector.engine.document.FieldColumn.WHOLE;

import io.lokivector.engine.query.regex.ScriptPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns tests of a value into tests of columns. */
final class ColumnTestCompiler {
    /** The kinds that have one value, so that a test answers them alike each time. */
    private static final int SINGLE = 1 << MISSING | 1 << NULL | 1 << FALSE | 1 << TRUE;

    private static final int ALL_KINDS = (1 << COMPOSITE + 1) - 1;

    private final FieldPath path;

    private ColumnTestCompiler(FieldPath path) {
        this.path = path;
    }

    /** Whether a test compares the value with other fields of its document. */
    static boolean looksAtOtherFields(ValueTest test) {
        return switch (test) {
            case ValueTest.ComparedToField _ -> true;
            case ValueTest.Not(ValueTest negated) -> looksAtOtherFields(negated);
            case ValueTest.Type(ValueTest name) -> looksAtOtherFields(name);
            case ValueTest.TextLength(ValueTest length) -> looksAtOtherFields(length);
            case ValueTest.ListSize(ValueTest size) -> looksAtOtherFields(size);
            case ValueTest.AllOf(List<ValueTest> tests) ->
                    tests.stream().anyMatch(ColumnTestCompiler::looksAtOtherFields);
            case ValueTest.AnyOf(List<ValueTest> tests) ->
                    tests.stream().anyMatch(ColumnTestCompiler::looksAtOtherFields);
            default -> false;
        };
    }

    /** A test of the value at the end of a path, for the column of the path. */
    static ColumnTest compile(FieldPath path, ValueTest test) {
        ColumnTestCompiler compiler = new ColumnTestCompiler(path);
        ColumnTest compiled = compiler.compile(test);
        // Where the way goes through a list one of its ends must pass the whole test.
        return path.length() == 1 ? compiled : new PathTest(compiled, compiler.general(test));
    }

    private ColumnTest compile(ValueTest test) {
        return switch (test) {
            case ValueTest.Not(ValueTest negated) -> new NoneTest(compile(negated));
            case ValueTest.AllOf(List<ValueTest> tests) -> AllTest.of(compile(tests));
            case ValueTest.AnyOf(List<ValueTest> tests) -> AnyTest.of(compile(tests));
            case ValueTest.Equal(Number operand) ->
                    new NumberTest(NumberRange.of(Comparison.EQUAL, operand), false, general(test));
            case ValueTest.Ranked(Comparison comparison, Number operand) ->
                    new NumberTest(
                            NumberRange.of(comparison, operand),
                            comparison.holds(1),
                            general(test));
            case ValueTest.RankedBetween(Number low, Number high) ->
                    new NumberTest(NumberRange.between(low, high), false, general(test));
            case ValueTest.Related(Comparison comparison, Number operand) ->
                    new NumberTest(NumberRange.of(comparison, operand), false, general(test));
            case ValueTest.RelatedBetween(Number low, Number high) ->
                    new NumberTest(NumberRange.between(low, high), false, general(test));
            case ValueTest.Equal(String operand) -> AmongTest.of(List.of(operand), general(test));
            case ValueTest.OneOf(List<@Nullable Object> operands) ->
                    AmongTest.of(operands, general(test));
            case ValueTest.Ranked(Comparison comparison, String operand)
                    when TextRangeTest.isPlain(operand) ->
                    TextRangeTest.of(comparison, operand, general(test));
            case ValueTest.RankedBetween(String low, String high)
                    when TextRangeTest.isPlain(low) && TextRangeTest.isPlain(high) ->
                    TextRangeTest.between(low, high, general(test));
            case ValueTest.Matches(ScriptPattern pattern) ->
                    TextSearchTest.of(pattern, onlyTexts(test));
            case ValueTest.ContainsText(String part) when TextRangeTest.isStorable(part) ->
                    TextSearchTest.of(part, onlyTexts(test));
            case ValueTest.Exists _ ->
                    new GeneralTest(path, ValueTestCompiler.compile(test), ALL_KINDS);
            default -> general(test);
        };
    }

    private List<ColumnTest> compile(List<ValueTest> tests) {
        return tests.stream().map(this::compile).toList();
    }

    /** A test that no number passes. */
    private ColumnTest onlyTexts(ValueTest test) {
        return new GeneralTest(
                path, ValueTestCompiler.compile(test), SINGLE | 1 << WHOLE | 1 << DOUBLE);
    }

    private ColumnTest general(ValueTest test) {
        return new GeneralTest(path, ValueTestCompiler.compile(test), SINGLE);
    }
}
