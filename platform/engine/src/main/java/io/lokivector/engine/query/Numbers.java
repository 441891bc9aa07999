package io.lokivector.engine.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Comparison of numbers of different types by their mathematical value. */
final class Numbers {
    /** From here on a double no longer tells neighbouring integers apart. */
    private static final double EXACT_INTEGERS = 0x1p53;

    private Numbers() {}

    static boolean equal(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            return x.longValue() == y.longValue();
        }
        double x = a.doubleValue();
        double y = b.doubleValue();
        return x == y && compare(a, x, b, y) == 0;
    }

    /**
     * Compares two values that stand for numbers.
     *
     * @param x the number that {@code a} stands for, rounded; not NaN
     * @param y the number that {@code b} stands for, rounded; not NaN
     */
    static int compare(@Nullable Object a, double x, @Nullable Object b, double y) {
        if (x < y) {
            return -1;
        }
        if (x > y) {
            return 1;
        }
        if (Math.abs(x) < EXACT_INTEGERS || Double.isInfinite(x)) {
            return 0;
        }
        return exact(a, x).compareTo(exact(b, y));
    }

    /** A packed vector's number as it was written: 0.1f is 0.1, not 0.10000000149. */
    static Double widen(float number) {
        return number == (int) number
                ? (double) number
                : Double.parseDouble(Float.toString(number));
    }

    /**
     * Long if the number is whole and small enough, else Double, so that equal numbers are equal
     * objects.
     */
    static Number canonical(Number number) {
        return switch (number) {
            case Long _ -> number;
            case Integer _, Short _, Byte _ -> number.longValue();
            case BigInteger integer when integer.bitLength() < Long.SIZE -> integer.longValue();
            default -> {
                double value = number.doubleValue();
                boolean whole = value == Math.rint(value) && Math.abs(value) < 0x1p63;
                yield whole ? (Number) (long) value : (Number) value;
            }
        };
    }

    private static BigDecimal exact(@Nullable Object value, double rounded) {
        return switch (value) {
            case Long number -> BigDecimal.valueOf(number);
            case BigDecimal number -> number;
            case BigInteger number -> new BigDecimal(number);
            case null, default -> new BigDecimal(rounded);
        };
    }
}
