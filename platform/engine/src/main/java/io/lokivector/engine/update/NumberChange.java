package io.lokivector.engine.update;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.Missing;
import org.jspecify.annotations.Nullable;

/** {@code $inc} and {@code $mul}: arithmetic on a number; an absent field or null counts as 0. */
record NumberChange(Number operand, boolean multiply) implements FieldChange {

    @Override
    public Object apply(@Nullable Object value, String path) {
        return switch (value) {
            case null -> calculate(0L, path);
            case Missing _ -> calculate(0L, path);
            case Number number -> calculate(number, path);
            default -> throw BadRequest.at(path, "is not a number, so it cannot be " + verb());
        };
    }

    private String verb() {
        return multiply ? "multiplied" : "incremented";
    }

    private Number calculate(Number number, String path) {
        if (isInteger(number) && isInteger(operand)) {
            long a = number.longValue();
            long b = operand.longValue();
            long high = multiply ? Math.multiplyHigh(a, b) : 0;
            long low = multiply ? a * b : a + b;
            boolean exact = multiply ? high == low >> 63 : ((a ^ low) & (b ^ low)) >= 0;
            if (exact) {
                return low;
            }
        }
        double a = number.doubleValue();
        double b = operand.doubleValue();
        double result = multiply ? a * b : a + b;
        if (!Double.isFinite(result)) {
            throw BadRequest.at(path, "the result is too large for a number");
        }
        return result;
    }

    private static boolean isInteger(Number number) {
        return number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte;
    }
}
