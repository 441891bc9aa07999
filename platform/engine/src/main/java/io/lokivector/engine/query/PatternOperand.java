package io.lokivector.engine.query;

import io.lokivector.engine.query.regex.MalformedPatternException;
import io.lokivector.engine.query.regex.ScriptPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the operand of {@code $regex}: a pattern, or a list of pattern and flags. */
final class PatternOperand {
    private PatternOperand() {}

    static ScriptPattern parse(@Nullable Object operand, String path, ParseBudget budget) {
        String pattern;
        String flags = "";
        if (operand instanceof String text) {
            pattern = text;
        } else if (operand instanceof List<?> list
                && list.size() == 2
                && list.get(0) instanceof String text
                && list.get(1) instanceof String given) {
            pattern = text;
            flags = given;
        } else if (operand instanceof List<?> list
                && list.size() == 1
                && list.get(0) instanceof String text) {
            pattern = text;
        } else {
            throw BadRequest.at(path, "needs a pattern, or a list of pattern and flags, as text");
        }
        int lengthMax = budget.limits().patternLengthMax();
        if (pattern.length() > lengthMax) {
            throw BadRequest.at(path, "a pattern has at most " + lengthMax + " characters");
        }
        try {
            return ScriptPattern.compile(pattern, flags, budget.limits().patternStepsMax());
        } catch (MalformedPatternException malformed) {
            throw BadRequest.at(path, malformed.problem());
        }
    }
}
