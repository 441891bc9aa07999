package io.lokivector.engine.query.regex;

import org.jspecify.annotations.Nullable;

/**
 * Reads what follows a backslash, as far as it means the same inside and outside a bracketed set.
 */
final class EscapeParser {
    private static final String SYNTAX_CHARACTERS = "^$\\.*+?()[]{}|/";

    private final PatternText text;
    private final PatternFlags flags;

    EscapeParser(PatternText text, PatternFlags flags) {
        this.text = text;
        this.flags = flags;
    }

    /** A set such as {@code \d} or {@code \p{L}}; null and no move if something else follows. */
    @Nullable CharacterSet set() {
        int mark = text.mark();
        int c = text.next();
        switch (c) {
            case 'd':
                return CharacterSet.DIGIT;
            case 'D':
                return CharacterSet.DIGIT.complement();
            case 'w':
                return flags.word();
            case 'W':
                return flags.word().complement();
            case 's':
                return CharacterSet.SPACE;
            case 'S':
                return CharacterSet.SPACE.complement();
            case 'p', 'P':
                if (flags.unicode()) {
                    return property(c == 'P');
                }
                break;
            default:
        }
        text.reset(mark);
        return null;
    }

    private CharacterSet property(boolean negated) {
        String expression = text.take("{") ? text.takeUntil('}') : null;
        if (expression == null) {
            throw text.malformed("a property is written \\p{Name}");
        }
        CharacterSet named = UnicodeProperty.named(expression);
        CharacterSet set = negated ? named.complement() : named;
        return flags.ignoreCase() ? set.ignoringCase(true) : set;
    }

    /** A single character such as {@code \n}, {@code \x41} or {@code \$}. */
    int character() {
        int c = text.next();
        return switch (c) {
            case PatternText.END -> throw text.malformed("a backslash ends the pattern");
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            case 'c' -> control();
            case 'x' -> hexadecimal();
            case 'u' -> unicode();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c);
            default -> identity(c);
        };
    }

    private int control() {
        int mark = text.mark();
        int letter = text.next();
        if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')) {
            return letter % 32;
        }
        if (flags.unicode()) {
            throw text.malformed("\\c needs a letter");
        }
        text.reset(mark - 1);
        return '\\';
    }

    private int hexadecimal() {
        int value = text.takeNumber(2, 16);
        return value >= 0 ? value : identity('x');
    }

    private int unicode() {
        if (flags.unicode() && text.take("{")) {
            return codePoint();
        }
        int value = text.takeNumber(4, 16);
        if (value < 0) {
            return identity('u');
        }
        if (flags.unicode() && Character.isHighSurrogate((char) value)) {
            return withLowSurrogate((char) value);
        }
        return value;
    }

    private int codePoint() {
        String digits = text.takeUntil('}');
        try {
            int value = digits == null ? -1 : Integer.parseInt(digits, 16);
            if (Character.isValidCodePoint(value)) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Reported below, like a number that is no code point.
        }
        throw text.malformed("\\u{...} needs a code point");
    }

    private int withLowSurrogate(char high) {
        int mark = text.mark();
        int low = text.take("\\u") ? text.takeNumber(4, 16) : -1;
        if (low >= 0 && Character.isLowSurrogate((char) low)) {
            return Character.toCodePoint(high, (char) low);
        }
        text.reset(mark);
        return high;
    }

    private int octal(int first) {
        boolean digitFollows = CharacterSet.DIGIT.contains(text.peek());
        if (flags.unicode() && (first != '0' || digitFollows)) {
            throw text.malformed("octal escapes are not allowed with flag u");
        }
        int value = first - '0';
        while (value < 32 && text.peek() >= '0' && text.peek() <= '7') {
            value = value * 8 + (text.next() - '0');
        }
        return value;
    }

    private int identity(int c) {
        if (flags.unicode() && SYNTAX_CHARACTERS.indexOf(c) < 0) {
            throw text.malformed("unknown escape");
        }
        return c;
    }
}
