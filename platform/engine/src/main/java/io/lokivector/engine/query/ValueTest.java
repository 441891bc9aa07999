package io.lokivector.engine.query;

import io.lokivector.engine.query.regex.ScriptPattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a condition demands of one value; immutable data. Operands hold only null, Boolean, String,
 * Long, Double, and unmodifiable lists and maps of these.
 */
public sealed interface ValueTest {

    /** {@code $eq}: same type and value. Numbers of different Java types are one type. */
    record Equal(@Nullable Object operand) implements ValueTest {}

    /** {@code $aeq}: equal after JavaScript's conversions. */
    record LooselyEqual(@Nullable Object operand) implements ValueTest {}

    /** {@code $gt $gte $lt $lte $dteq}: in {@link RankOrder}. */
    record Ranked(Comparison comparison, @Nullable Object operand) implements ValueTest {}

    /** {@code $between}: in {@link RankOrder}, both ends included; never null or missing. */
    record RankedBetween(@Nullable Object low, @Nullable Object high) implements ValueTest {}

    /** {@code $jgt $jgte $jlt $jlte}: by JavaScript's relational operators. */
    record Related(Comparison comparison, @Nullable Object operand) implements ValueTest {}

    /**
     * {@code $jbetween}: by JavaScript's relational operators, both ends included; never null or
     * missing.
     */
    record RelatedBetween(@Nullable Object low, @Nullable Object high) implements ValueTest {}

    /** {@code $in}: {@link Equal} to one of the operands. */
    record OneOf(List<@Nullable Object> operands) implements ValueTest {}

    /** {@code $exists}: present, null included, or absent. */
    record Exists(boolean present) implements ValueTest {}

    /** {@code $type}: the name of the value's type passes a test. */
    record Type(ValueTest name) implements ValueTest {}

    /** {@code $finite}: whether the value is or stands for a finite number. */
    record Finite(boolean finite) implements ValueTest {}

    /** {@code $regex}: a text in which a pattern occurs; an absent field counts as "undefined". */
    record Matches(ScriptPattern pattern) implements ValueTest {}

    /** {@code $containsString}: a text with this part. */
    record ContainsText(String part) implements ValueTest {}

    /**
     * {@code $contains $containsAny}: a text with these parts, a list with these elements or an
     * object with these keys.
     *
     * @param all whether all operands must be contained, or one
     */
    record Contains(List<@Nullable Object> operands, boolean all) implements ValueTest {}

    /** {@code $len}: the length of a text, in UTF-16 units, passes a test. */
    record TextLength(ValueTest length) implements ValueTest {}

    /** {@code $size}: the length of a list passes a test. */
    record ListSize(ValueTest size) implements ValueTest {}

    /** {@code $keyin $definedin}: the value, as text, is one of the keys. */
    record KeyOf(Set<String> keys) implements ValueTest {
        public KeyOf {
            keys = Set.copyOf(keys);
        }
    }

    /**
     * {@code $elemMatch}: a list with an element, taken as a document of its own, that meets a
     * condition.
     */
    record AnyElement(Condition condition) implements ValueTest {}

    /**
     * {@code $$eq} and its like: the same test, with another field of the document as the operand.
     */
    record ComparedToField(FieldComparison comparison, String field) implements ValueTest {}

    /** The value fails a test. */
    record Not(ValueTest test) implements ValueTest {}

    /** The value passes every test. */
    record AllOf(List<ValueTest> tests) implements ValueTest {
        public AllOf {
            tests = List.copyOf(tests);
        }
    }

    /** The value passes at least one test. */
    record AnyOf(List<ValueTest> tests) implements ValueTest {
        public AnyOf {
            tests = List.copyOf(tests);
        }
    }

    /** How two fields of a document can be compared. */
    enum FieldComparison {
        EQUAL,
        NOT_EQUAL,
        LOOSELY_EQUAL,
        RANKED_EQUAL,
        RANKED_GREATER,
        RANKED_GREATER_OR_EQUAL,
        RANKED_LESS,
        RANKED_LESS_OR_EQUAL,
        RELATED_GREATER,
        RELATED_GREATER_OR_EQUAL,
        RELATED_LESS,
        RELATED_LESS_OR_EQUAL,
        TYPE
    }
}
