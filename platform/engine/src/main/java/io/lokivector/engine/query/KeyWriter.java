package io.lokivector.engine.query;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as bytes whose unsigned order is {@link RankOrder}; for one thread.
 *
 * <p>A value is its rank, followed by a marker if it is not of the usual kind of that rank: so
 * equal values have equal bytes, values that only rank alike share their beginning, and several
 * values can be written one after the other. A rank is one byte for its class, then
 *
 * <ul>
 *   <li>for what stands for a number: 8 bytes that order like the number as a double; from 2<sup>53
 *       </sup> on two more for what rounding lost;
 *   <li>for other texts: each UTF-16 unit in 1 to 3 bytes as in CESU-8, a zero as {@code 00 FF}; a
 *       final {@code 00}.
 * </ul>
 *
 * <p>No byte within a rank is {@link #AFTER} where another rank could go on differently, so a rank
 * followed by it is an upper bound of all that rank alike.
 */
public final class KeyWriter {
    /** Marks a list or an object. */
    public static final int COMPOSITE = 0x00;

    /** Marks an absent field, and with its own text a text that stands for a number. */
    public static final int OTHER = 0x01;

    /**
     * The class of what is not a number where one should be; the lowest byte a rank begins with.
     */
    public static final int NOT_A_NUMBER = 0x02;

    /** The class of null and of absent fields. */
    public static final int NOTHING = 0x03;

    /** The class of false. */
    public static final int FALSE = 0x04;

    /** The class of true. */
    public static final int TRUE = 0x05;

    /** The class of the empty text. */
    public static final int EMPTY_TEXT = 0x06;

    /** The class of all that stands for a number. */
    public static final int NUMBER = 0x07;

    /** The class of all other texts, and of what is compared as its text. */
    public static final int TEXT = 0x08;

    /** Stands in the place of a value where a path has no end: an empty list is in its way. */
    public static final int NO_VALUE = 0x09;

    /** Greater than every byte that may follow a rank. */
    public static final int AFTER = 0xFF;

    private static final double EXACT_INTEGERS = 0x1p53;
    private static final int TIE_BIAS = 0x8000;

    private byte[] bytes = new byte[64];
    private int length;

    /** Begins anew. */
    public KeyWriter clear() {
        length = 0;
        return this;
    }

    /** How much has been written. */
    public int length() {
        return length;
    }

    /** Forgets what was written after a place. */
    public void rewind(int to) {
        length = to;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Writes one byte. */
    public KeyWriter octet(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Writes a value: its rank, and what tells it from others of this rank. */
    public KeyWriter value(@Nullable Object value) {
        rank(value);
        switch (value) {
            case Missing _ -> octet(OTHER);
            case String text when !text.isEmpty() && isNumeric(text) -> {
                octet(OTHER);
                text(text);
            }
            case null -> {}
            default -> {
                if (ScriptValue.isComposite(value)) {
                    octet(COMPOSITE);
                }
            }
        }
        return this;
    }

    /** Writes the rank of a value, which it shares with those that compare as equal to it. */
    public KeyWriter rank(@Nullable Object value) {
        return switch (value) {
            case null -> octet(NOTHING);
            case Missing _ -> octet(NOTHING);
            case Boolean bool -> octet(bool ? TRUE : FALSE);
            case Number number -> number(number);
            case String text -> rankOfText(text);
            default -> rankOfComposite(value);
        };
    }

    private KeyWriter number(Number number) {
        double rounded = number.doubleValue();
        if (Double.isNaN(rounded)) {
            return octet(NOT_A_NUMBER);
        }
        number(rounded, number instanceof Long whole ? lost(whole, rounded) : 0);
        return this;
    }

    private KeyWriter rankOfText(String text) {
        if (text.isEmpty()) {
            return octet(EMPTY_TEXT);
        }
        double number = beginsLikeNoNumber(text) ? Double.NaN : ScriptNumber.parse(text);
        if (Double.isNaN(number)) {
            octet(TEXT);
            text(text);
        } else {
            number(number, 0);
        }
        return this;
    }

    private KeyWriter rankOfComposite(Object value) {
        double number = ScriptValue.number(value);
        if (Double.isNaN(number)) {
            octet(TEXT);
            text(ScriptValue.text(value));
        } else {
            number(number, 0);
        }
        return this;
    }

    private static boolean isNumeric(String text) {
        return !beginsLikeNoNumber(text) && !Double.isNaN(ScriptNumber.parse(text));
    }

    /** Whether a text that stands for a number may begin so. */
    public static boolean mayBeginNumber(String beginning) {
        return beginning.isEmpty() || !beginsLikeNoNumber(beginning);
    }

    /** Whether a text surely stands for no number, told by its first letter; "Infinity" is one. */
    private static boolean beginsLikeNoNumber(String text) {
        char first = text.charAt(0);
        return first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z' && first != 'I';
    }

    /** What rounding to a double took from a whole number. */
    private static int lost(long whole, double rounded) {
        return rounded == 0x1p63 ? (int) (whole + Long.MIN_VALUE) : (int) (whole - (long) rounded);
    }

    private void number(double rounded, int lost) {
        ensure(11);
        bytes[length++] = NUMBER;
        // Adding zero makes the negative zero, which equals it, the same.
        long bits = Double.doubleToLongBits(rounded + 0.0);
        long ordered = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (ordered >>> shift);
        }
        if (Math.abs(rounded) >= EXACT_INTEGERS && !Double.isInfinite(rounded)) {
            int tie = lost + TIE_BIAS;
            bytes[length++] = (byte) (tie >>> 8);
            bytes[length++] = (byte) tie;
        }
    }

    private void text(String text) {
        units(text);
        octet(0);
    }

    /**
     * Writes the characters of a text without its end: the beginning of all texts that begin so.
     */
    public KeyWriter units(String text) {
        ensure(3 * text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                bytes[length++] = 0;
                bytes[length++] = (byte) AFTER;
            } else if (unit < 0x80) {
                bytes[length++] = (byte) unit;
            } else if (unit < 0x800) {
                bytes[length++] = (byte) (0xC0 | unit >> 6);
                bytes[length++] = (byte) (0x80 | unit & 0x3F);
            } else {
                bytes[length++] = (byte) (0xE0 | unit >> 12);
                bytes[length++] = (byte) (0x80 | unit >> 6 & 0x3F);
                bytes[length++] = (byte) (0x80 | unit & 0x3F);
            }
        }
        return this;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    /**
     * Where the rank at a place in a key ends.
     *
     * @param end where the key ends, which may be in the middle of a text that was cut off
     */
    public static int endOfRank(byte[] key, int start, int end) {
        switch (key[start]) {
            case NUMBER -> {
                int exponent = (key[start + 1] & 0xFF) << 4 | (key[start + 2] & 0xF0) >> 4;
                return start + (isLarge(exponent) ? 11 : 9);
            }
            case TEXT -> {
                int at = start + 1;
                while (at < end) {
                    if (key[at] != 0) {
                        at++;
                    } else if (at + 1 < end && key[at + 1] == (byte) AFTER) {
                        at += 2;
                    } else {
                        return at + 1;
                    }
                }
                return end;
            }
            default -> {
                return start + 1;
            }
        }
    }

    /** The number whose rank is at a place in a key, as text. */
    public static String numberAt(byte[] key, int from, int to) {
        long ordered = 0;
        for (int i = from + 1; i < from + 9; i++) {
            ordered = ordered << 8 | (i < to ? key[i] & 0xFF : 0);
        }
        long bits = ordered < 0 ? ordered ^ Long.MIN_VALUE : ~ordered;
        double rounded = Double.longBitsToDouble(bits);
        if (to - from < 11 || Math.abs(rounded) > 0x1p63) {
            return ScriptNumber.format(rounded);
        }
        int lost = ((key[from + 9] & 0xFF) << 8 | key[from + 10] & 0xFF) - TIE_BIAS;
        return new BigDecimal(rounded).add(BigDecimal.valueOf(lost)).toPlainString();
    }

    /** The text whose units are at a place in a key; its end may be missing. */
    public static String textAt(byte[] key, int from, int to) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < to) {
            int first = key[at] & 0xFF;
            int octets = first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;
            if (first == 0 && (at + 1 >= to || key[at + 1] != (byte) AFTER) || at + octets > to) {
                break;
            }
            int unit =
                    switch (octets) {
                        case 1 -> first;
                        case 2 -> (first & 0x1F) << 6 | key[at + 1] & 0x3F;
                        default ->
                                (first & 0x0F) << 12
                                        | (key[at + 1] & 0x3F) << 6
                                        | key[at + 2] & 0x3F;
                    };
            text.append((char) unit);
            at += first == 0 ? 2 : octets;
        }
        return text.toString();
    }

    /** Whether the exponent of an ordered double is that of a finite one from 2 to the 53 on. */
    private static boolean isLarge(int ordered) {
        boolean negative = ordered < 0x800;
        int exponent = (negative ? ~ordered : ordered) & 0x7FF;
        return exponent >= 1023 + 53 && exponent < 0x7FF;
    }
}
