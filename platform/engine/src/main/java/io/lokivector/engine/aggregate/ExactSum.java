package io.lokivector.engine.aggregate;

/**
 * A sum of numbers: whole numbers exactly, as long as their sum fits 64 bits, and everything else
 * in double precision with Neumaier's compensation (Rundungsfehleranalyse einiger Verfahren zur
 * Summation endlicher Summen, ZAMM 54, 1974). For one thread.
 */
final class ExactSum {
    private long whole;
    private double sum;
    private double compensation;
    private boolean isWhole = true;

    void add(Number number) {
        if (number instanceof final Long exact) {
            addWhole(exact);
        } else if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            addWhole(number.longValue());
        } else {
            isWhole = false;
            addDouble(number.doubleValue());
        }
    }

    private void addWhole(long more) {
        final long result = whole + more;
        if (((whole ^ result) & (more ^ result)) < 0) {
            isWhole = false;
            addDouble(whole);
            whole = more;
        } else {
            whole = result;
        }
    }

    private void addDouble(double more) {
        final double result = sum + more;
        compensation +=
                Math.abs(sum) >= Math.abs(more) ? (sum - result) + more : (more - result) + sum;
        sum = result;
    }

    /** Adds what another has summed up. */
    void addAll(ExactSum other) {
        addWhole(other.whole);
        if (!other.isWhole) {
            isWhole = false;
            addDouble(other.sum);
            addDouble(other.compensation);
        }
    }

    /** The sum as a Long if it is exact, else as a Double, which may be infinite. */
    Number result() {
        return isWhole ? (Number) whole : (Number) doubleValue();
    }

    double doubleValue() {
        if (isWhole) {
            return whole;
        }
        final double rest = sum + compensation;
        // Beyond the range of doubles the compensation is not a number.
        return whole + (Double.isNaN(rest) ? sum : rest);
    }
}
