package io.lokivector.engine.query.regex;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The captures of a pattern, counted before parsing.
 *
 * <p>Whether {@code \1} is a back reference or an octal escape, and whether {@code \k} is a
 * reference or the letter k, depends on groups that may come later in the pattern.
 */
final class CaptureNames {
    private final Map<String, Integer> numbers = new HashMap<>();
    private int count;

    static CaptureNames scan(String source) {
        var names = new CaptureNames();
        boolean inSet = false;
        for (int i = 0; i < source.length(); i++) {
            switch (source.charAt(i)) {
                case '\\' -> i++;
                case '[' -> inSet = true;
                case ']' -> inSet = false;
                case '(' -> {
                    if (!inSet) {
                        names.group(source, i + 1);
                    }
                }
                default -> {}
            }
        }
        return names;
    }

    int count() {
        return count;
    }

    boolean anyNamed() {
        return !numbers.isEmpty();
    }

    @Nullable Integer number(String name) {
        return numbers.get(name);
    }

    private void group(String source, int inside) {
        if (!source.startsWith("?", inside)) {
            count++;
            return;
        }
        boolean named =
                source.startsWith("?<", inside)
                        && !source.startsWith("?<=", inside)
                        && !source.startsWith("?<!", inside);
        if (!named) {
            return;
        }
        count++;
        int close = source.indexOf('>', inside);
        if (close >= 0 && numbers.put(source.substring(inside + 2, close), count) != null) {
            throw new MalformedPatternException("a group name is used twice");
        }
    }
}
