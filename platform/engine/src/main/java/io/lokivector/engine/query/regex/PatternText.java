package io.lokivector.engine.query.regex;

import org.jspecify.annotations.Nullable;

/** The source of a pattern with a reading position. */
final class PatternText {
    static final int END = -1;

    private final String source;
    private final boolean unicode;
    private int position;

    PatternText(String source, boolean unicode) {
        this.source = source;
        this.unicode = unicode;
    }

    boolean atEnd() {
        return position >= source.length();
    }

    /** The character at the reading position, or {@link #END}. */
    int peek() {
        if (atEnd()) {
            return END;
        }
        return unicode ? source.codePointAt(position) : source.charAt(position);
    }

    int next() {
        int c = peek();
        if (c != END) {
            position += Character.charCount(c);
        }
        return c;
    }

    boolean lookingAt(String text) {
        return source.startsWith(text, position);
    }

    boolean take(String text) {
        boolean found = lookingAt(text);
        if (found) {
            position += text.length();
        }
        return found;
    }

    int mark() {
        return position;
    }

    void reset(int mark) {
        position = mark;
    }

    /** The text up to a closing character, which is skipped; null and no move if it never comes. */
    @Nullable String takeUntil(char close) {
        int end = source.indexOf(close, position);
        if (end < 0) {
            return null;
        }
        String text = source.substring(position, end);
        position = end + 1;
        return text;
    }

    /** A number of exactly {@code digits} digits, or -1 and no move. */
    int takeNumber(int digits, int radix) {
        if (position + digits > source.length()) {
            return -1;
        }
        int value = 0;
        for (int i = position; i < position + digits; i++) {
            int digit = Character.digit(source.charAt(i), radix);
            if (digit < 0 || source.charAt(i) >= 128) {
                return -1;
            }
            value = value * radix + digit;
        }
        position += digits;
        return value;
    }

    /**
     * A decimal number of any length, capped at {@link Integer#MAX_VALUE}; -1 and no move without a
     * digit.
     */
    int takeDecimal() {
        int start = position;
        long value = 0;
        while (!atEnd() && CharacterSet.DIGIT.contains(source.charAt(position))) {
            value = Math.min(Integer.MAX_VALUE, value * 10 + (source.charAt(position) - '0'));
            position++;
        }
        return position == start ? -1 : (int) value;
    }

    MalformedPatternException malformed(String message) {
        return new MalformedPatternException(message + " at character " + position);
    }
}
