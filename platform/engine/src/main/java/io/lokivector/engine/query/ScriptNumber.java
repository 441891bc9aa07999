package io.lokivector.engine.query;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Conversion between numbers and text by the rules of JavaScript (ECMA-262, StringToNumber and
 * Number::toString).
 */
final class ScriptNumber {
    /** Twice the size of the largest double, in bits: a literal beyond it is infinite. */
    private static final int LITERAL_BITS_MAX = 2_048;

    private ScriptNumber() {}

    /** The number that a text stands for, NaN if none. Blank text is 0. */
    static double parse(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (start == end) {
            return 0;
        }
        char first = text.charAt(start);
        boolean mayBeNumber =
                (first >= '0' && first <= '9')
                        || first == '.'
                        || first == '+'
                        || first == '-'
                        || first == 'I';
        if (!mayBeNumber) {
            return Double.NaN;
        }
        if (first == '0' && end - start > 2) {
            int radix = radix(text.charAt(start + 1));
            if (radix > 0) {
                return literal(text.substring(start + 2, end), radix);
            }
        }
        boolean signed = first == '+' || first == '-';
        int body = signed ? start + 1 : start;
        if (end - body == 8 && text.startsWith("Infinity", body)) {
            return first == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return isDecimal(text, body, end)
                ? Double.parseDouble(text.substring(start, end))
                : Double.NaN;
    }

    /** The shortest text that stands for a number. */
    static String format(Number number) {
        if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte) {
            return number.toString();
        }
        double value = number.doubleValue();
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return "0";
        }
        return value < 0 ? "-" + positive(-value) : positive(value);
    }

    private static String positive(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = decimal.unscaledValue().toString();
        int point = digits.length() - decimal.scale();
        if (digits.length() <= point && point <= 21) {
            return digits + "0".repeat(point - digits.length());
        }
        if (point > 0 && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (point > -6 && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    private static int radix(char letter) {
        return switch (letter) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
        };
    }

    private static double literal(String digits, int radix) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) >= 128 || Character.digit(digits.charAt(i), radix) < 0) {
                return Double.NaN;
            }
        }
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        if (zeros == digits.length()) {
            return 0;
        }
        boolean huge = digits.length() - zeros > LITERAL_BITS_MAX;
        return huge
                ? Double.POSITIVE_INFINITY
                : new BigInteger(digits.substring(zeros), radix).doubleValue();
    }

    /**
     * Whether a text is digits with an optional point and exponent, checked here so that no
     * exception is made for most texts.
     */
    private static boolean isDecimal(String text, int start, int end) {
        int wholeEnd = skipDigits(text, start, end);
        int fractionEnd = wholeEnd;
        int digits = wholeEnd - start;
        if (wholeEnd < end && text.charAt(wholeEnd) == '.') {
            fractionEnd = skipDigits(text, wholeEnd + 1, end);
            digits += fractionEnd - wholeEnd - 1;
        }
        if (digits == 0 || fractionEnd == end) {
            return digits > 0;
        }
        char e = text.charAt(fractionEnd);
        int exponent = fractionEnd + 1;
        if ((e != 'e' && e != 'E') || exponent == end) {
            return false;
        }
        if (text.charAt(exponent) == '+' || text.charAt(exponent) == '-') {
            exponent++;
        }
        return exponent < end && skipDigits(text, exponent, end) == end;
    }

    private static int skipDigits(String text, int start, int end) {
        int i = start;
        while (i < end && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return switch (c) {
            case ' ', '\t', '\n', '\r', '\f', 0x0B, 0xA0, 0xFEFF, 0x2028, 0x2029 -> true;
            default -> c > 0xA0 && Character.getType(c) == Character.SPACE_SEPARATOR;
        };
    }
}
