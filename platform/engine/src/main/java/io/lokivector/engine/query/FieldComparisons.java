package io.lokivector.engine.query;

import io.lokivector.engine.query.ValueTest.FieldComparison;
import org.jspecify.annotations.Nullable;

/** Comparison of a value with another field of its document. */
final class FieldComparisons {
    private FieldComparisons() {}

    static ValueMatcher compile(ValueTest.ComparedToField test) {
        // The field is a name, not a path: it may hold dots.
        Segment field = Segment.of(test.field());
        FieldComparison comparison = test.comparison();
        return (value, root) -> holds(comparison, value, field.of(root));
    }

    private static boolean holds(
            FieldComparison comparison, @Nullable Object value, @Nullable Object other) {
        return switch (comparison) {
            case EQUAL -> equal(value, other);
            case NOT_EQUAL -> !equal(value, other);
            case LOOSELY_EQUAL -> Equality.loose(value, other);
            case RANKED_EQUAL -> RankOrder.compare(value, other) == 0;
            case RANKED_GREATER -> RankOrder.compare(value, other) > 0;
            case RANKED_GREATER_OR_EQUAL -> RankOrder.compare(value, other) >= 0;
            case RANKED_LESS -> RankOrder.compare(value, other) < 0;
            case RANKED_LESS_OR_EQUAL -> RankOrder.compare(value, other) <= 0;
            case RELATED_GREATER -> ScriptOrder.holds(Comparison.GREATER, value, other);
            case RELATED_GREATER_OR_EQUAL ->
                    ScriptOrder.holds(Comparison.GREATER_OR_EQUAL, value, other);
            case RELATED_LESS -> ScriptOrder.holds(Comparison.LESS, value, other);
            case RELATED_LESS_OR_EQUAL -> ScriptOrder.holds(Comparison.LESS_OR_EQUAL, value, other);
            case TYPE -> ScriptValue.type(value).equals(other);
        };
    }

    /** Two absent fields are equal. */
    private static boolean equal(@Nullable Object value, @Nullable Object other) {
        boolean bothMissing = value == Missing.VALUE && other == Missing.VALUE;
        return bothMissing || Equality.strict(value, other);
    }
}
