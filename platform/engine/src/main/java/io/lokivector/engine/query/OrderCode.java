package io.lokivector.engine.query;

import io.lokivector.engine.document.EncodedText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Eight bytes that order like the values they stand for: if one value comes before another in
 * {@link RankOrder}, its code is smaller or the same.
 *
 * <p>Numbers are the bits of a double, made to order like unsigned numbers. The bits of NaNs, below
 * and above them, are left for what comes before numbers, and for texts: these give their first six
 * bytes and their length, or seven if it is more.
 */
final class OrderCode {
    private static final int PREFIX_BYTES = 6;
    private static final int LENGTH_BITS = 3;
    private static final int NEXT_BYTES = 7;
    private static final int NEXT_LENGTH_BITS = 4;

    /** The second code of what the first says all about. */
    static final long EXACT = 0;

    /** The second code of what even both codes do not say all about. */
    static final long INEXACT = NEXT_BYTES + 1;

    private static final long TEXTS = 0xFFF8L << 48;

    /** From here on a double no longer tells neighbouring integers apart. */
    private static final double EXACT_INTEGERS = 0x1p53;

    /** The codes are unsigned, but are compared as signed ones. */
    private static final long SIGN = Long.MIN_VALUE;

    static final long NOTHING = 0 ^ SIGN;
    static final long FALSE = 1 ^ SIGN;
    static final long TRUE = 2 ^ SIGN;
    static final long EMPTY_TEXT = 3 ^ SIGN;

    private OrderCode() {}

    /** The code of any value. */
    static long of(@Nullable Object value) {
        if (Missing.isNullOrMissing(value)) {
            return NOTHING;
        }
        if (value instanceof Boolean bool) {
            return bool ? TRUE : FALSE;
        }
        if (value instanceof String text && text.isEmpty()) {
            return EMPTY_TEXT;
        }
        double number = ScriptValue.number(value);
        if (!Double.isNaN(number)) {
            return ofNumber(number);
        }
        byte[] text = ScriptValue.text(value).getBytes(StandardCharsets.UTF_8);
        return ofText(text, 0, text.length);
    }

    /** The code of a number that is not NaN. */
    static long ofNumber(double number) {
        // Adding 0 makes the zeros one.
        long bits = Double.doubleToRawLongBits(number + 0.0);
        return (bits ^ (bits >> 63 | SIGN)) ^ SIGN;
    }

    /** The code of a text that stands for no number. */
    static long ofText(byte[] text, int start, int length) {
        long prefix = 0;
        for (int i = 0; i < PREFIX_BYTES; i++) {
            prefix = prefix << 8 | (i < length ? EncodedText.inUnitOrder(text[start + i]) : 0);
        }
        return (TEXTS | prefix << LENGTH_BITS | Math.min(length, PREFIX_BYTES + 1)) ^ SIGN;
    }

    /**
     * The second code of a value, which orders values of the same first code; 0 if there is nothing
     * to order. For texts these are the next seven bytes, and how many there are, or eight.
     */
    static long second(@Nullable Object value) {
        if (Missing.isNullOrMissing(value) || value instanceof Boolean) {
            return EXACT;
        }
        double number = ScriptValue.number(value);
        if (Double.isNaN(number)) {
            byte[] text = ScriptValue.text(value).getBytes(StandardCharsets.UTF_8);
            return secondOfText(text, 0, text.length);
        }
        return secondOfNumber(number);
    }

    static long secondOfNumber(double number) {
        return Math.abs(number) < EXACT_INTEGERS || Double.isInfinite(number) ? EXACT : INEXACT;
    }

    static long secondOfText(byte[] text, int start, int length) {
        int left = length - PREFIX_BYTES;
        if (left <= 0) {
            return EXACT;
        }
        long next = 0;
        for (int i = 0; i < NEXT_BYTES; i++) {
            int unit = i < left ? EncodedText.inUnitOrder(text[start + PREFIX_BYTES + i]) : 0;
            next = next << 8 | unit;
        }
        return (next << NEXT_LENGTH_BITS | Math.min(left, INEXACT)) ^ SIGN;
    }

    /** Whether the values that have this second code, if there are several, rank alike. */
    static boolean isExact(long second) {
        return (second & (1 << NEXT_LENGTH_BITS) - 1) < INEXACT;
    }
}
