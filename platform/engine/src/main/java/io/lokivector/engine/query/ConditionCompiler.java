package io.lokivector.engine.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns conditions into matchers. */
final class ConditionCompiler {
    private ConditionCompiler() {}

    static DocumentMatcher compile(Condition condition) {
        return switch (condition) {
            case Condition.And(List<Condition> parts) -> all(compile(parts));
            case Condition.Or(List<Condition> parts) -> any(compile(parts));
            case Condition.Field(FieldPath path, ValueTest test) ->
                    field(path, ValueTestCompiler.compile(test));
            case Condition.Itself(ValueTest test) -> {
                ValueMatcher matcher = ValueTestCompiler.compile(test);
                yield root -> matcher.passes(root, root);
            }
        };
    }

    private static DocumentMatcher[] compile(List<Condition> conditions) {
        return conditions.stream().map(ConditionCompiler::compile).toArray(DocumentMatcher[]::new);
    }

    private static DocumentMatcher all(DocumentMatcher[] matchers) {
        return root -> {
            for (DocumentMatcher matcher : matchers) {
                if (!matcher.matches(root)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static DocumentMatcher any(DocumentMatcher[] matchers) {
        return root -> {
            for (DocumentMatcher matcher : matchers) {
                if (matcher.matches(root)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static DocumentMatcher field(FieldPath path, ValueMatcher matcher) {
        if (path.length() == 1) {
            Segment name = path.segment(0);
            return root -> matcher.passes(name.of(root), root);
        }
        return root -> anyEnd(root, path, 0, matcher, root);
    }

    /** Whether an end of a path passes a test that does not look at the document. */
    static boolean anyEnd(@Nullable Object root, FieldPath path, ValueMatcher matcher) {
        return anyEnd(root, path, 0, matcher, null);
    }

    /**
     * Follows the path from one of its steps on; a list on the way is followed in each of its
     * elements.
     */
    private static boolean anyEnd(
            @Nullable Object parent,
            FieldPath path,
            int step,
            ValueMatcher matcher,
            @Nullable Object root) {
        Object value = path.segment(step).of(parent);
        int next = step + 1;
        if (next == path.length()) {
            return matcher.passes(value, root);
        }
        return switch (value) {
            case List<?> list -> {
                for (Object element : list) {
                    if (anyEnd(element, path, next, matcher, root)) {
                        yield true;
                    }
                }
                yield false;
            }
            // Numbers have no fields, so the way ends the same at each of them.
            case float[] vector ->
                    vector.length > 0 && anyEnd(vector[0], path, next, matcher, root);
            case null, default -> anyEnd(value, path, next, matcher, root);
        };
    }
}
