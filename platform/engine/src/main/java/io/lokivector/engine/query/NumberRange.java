package io.lokivector.engine.query;

import java.util.OptionalLong;

/**
 * The numbers that a comparison with a number admits, as bounds, both included, for each form in
 * which documents hold numbers.
 *
 * @param wholeLow greater than {@code wholeHigh} if there is none
 * @param isExact whether the bounds say all about doubles; else a double must be compared
 */
record NumberRange(
        long wholeLow, long wholeHigh, double doubleLow, double doubleHigh, boolean isExact) {
    /** Up to here every whole number is a double, too. */
    private static final long EXACT_INTEGERS = 1L << 53;

    /** The numbers in this relation to an operand, which is Long or Double. */
    static NumberRange of(Comparison comparison, Number operand) {
        double value = operand.doubleValue();
        boolean isExact =
                !(operand instanceof Long whole)
                        || whole >= -EXACT_INTEGERS && whole <= EXACT_INTEGERS;
        return switch (comparison) {
            case EQUAL ->
                    of(Comparison.GREATER_OR_EQUAL, operand)
                            .and(of(Comparison.LESS_OR_EQUAL, operand));
            case GREATER_OR_EQUAL -> from(least(operand, false), value, isExact);
            case GREATER -> from(least(operand, true), Math.nextUp(value), isExact);
            case LESS_OR_EQUAL -> before(least(operand, true), value, isExact);
            case LESS -> before(least(operand, false), Math.nextDown(value), isExact);
        };
    }

    /** The numbers from one to another, both included. */
    static NumberRange between(Number low, Number high) {
        return of(Comparison.GREATER_OR_EQUAL, low).and(of(Comparison.LESS_OR_EQUAL, high));
    }

    /** The least whole number that is not below the operand, or that is above it. */
    private static OptionalLong least(Number operand, boolean above) {
        if (operand instanceof Long whole) {
            if (!above) {
                return OptionalLong.of(whole);
            }
            return whole == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(whole + 1);
        }
        double value = operand.doubleValue();
        if (value >= 0x1p63) {
            return OptionalLong.empty();
        }
        if (value < -0x1p63) {
            return OptionalLong.of(Long.MIN_VALUE);
        }
        return OptionalLong.of(above ? (long) Math.floor(value) + 1 : (long) Math.ceil(value));
    }

    private static NumberRange from(OptionalLong whole, double low, boolean isExact) {
        return new NumberRange(
                whole.orElse(Long.MAX_VALUE),
                whole.isPresent() ? Long.MAX_VALUE : Long.MIN_VALUE,
                low,
                Double.POSITIVE_INFINITY,
                isExact);
    }

    private static NumberRange before(OptionalLong whole, double high, boolean isExact) {
        boolean isEmpty = whole.isPresent() && whole.getAsLong() == Long.MIN_VALUE;
        long last = whole.isPresent() ? whole.getAsLong() - 1 : Long.MAX_VALUE;
        return new NumberRange(
                isEmpty ? Long.MAX_VALUE : Long.MIN_VALUE,
                isEmpty ? Long.MIN_VALUE : last,
                Double.NEGATIVE_INFINITY,
                high,
                isExact);
    }

    private NumberRange and(NumberRange other) {
        return new NumberRange(
                Math.max(wholeLow, other.wholeLow),
                Math.min(wholeHigh, other.wholeHigh),
                Math.max(doubleLow, other.doubleLow),
                Math.min(doubleHigh, other.doubleHigh),
                isExact && other.isExact);
    }
}
