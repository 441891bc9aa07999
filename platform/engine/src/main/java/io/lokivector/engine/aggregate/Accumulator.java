package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.CanonicalValue;
import io.lokivector.engine.query.Missing;
import io.lokivector.engine.query.RankOrder;
import io.lokivector.engine.rows.RowBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the values of one group; for one thread. */
interface Accumulator {
    /**
     * Takes the value of one row.
     *
     * @param value may be {@link Missing}
     */
    void add(@Nullable Object value);

    /**
     * Takes what another of its kind has been given, as if it had come after all before.
     *
     * @param later is not used any more
     */
    void addAll(Accumulator later);

    /** What became of them, as part of an answer. */
    @Nullable Object result();

    /** A number as part of an answer: none that JSON does not know. */
    static @Nullable Object finite(Number number) {
        return Double.isFinite(number.doubleValue()) ? CanonicalValue.of(number) : null;
    }

    /** The sum of the numbers; 0 if there are none. */
    final class Sum implements Accumulator {
        private final ExactSum sum = new ExactSum();

        @Override
        public void add(@Nullable Object value) {
            if (value instanceof final Number number) {
                sum.add(number);
            }
        }

        @Override
        public void addAll(Accumulator later) {
            if (later instanceof final Sum other) {
                sum.addAll(other.sum);
            }
        }

        @Override
        public @Nullable Object result() {
            return finite(sum.result());
        }
    }

    /** The mean of the numbers; null if there are none. */
    final class Average implements Accumulator {
        private final ExactSum sum = new ExactSum();
        private long count;

        @Override
        public void add(@Nullable Object value) {
            if (value instanceof final Number number) {
                sum.add(number);
                count++;
            }
        }

        @Override
        public void addAll(Accumulator later) {
            if (later instanceof final Average other) {
                sum.addAll(other.sum);
                count += other.count;
            }
        }

        @Override
        public @Nullable Object result() {
            return count == 0 ? null : finite(sum.doubleValue() / count);
        }
    }

    /** The first or last value in the rank order, null and missing aside. */
    final class Extreme implements Accumulator {
        private final int sign;
        private @Nullable Object extreme;

        /** The greatest if {@code sign} is 1, the least if it is -1. */
        Extreme(int sign) {
            this.sign = sign;
        }

        @Override
        public void add(@Nullable Object value) {
            if (!Missing.isNullOrMissing(value)
                    && (extreme == null
                            || sign * Integer.signum(RankOrder.compare(value, extreme)) > 0)) {
                extreme = value;
            }
        }

        @Override
        public void addAll(Accumulator later) {
            if (later instanceof final Extreme other) {
                add(other.extreme);
            }
        }

        @Override
        public @Nullable Object result() {
            return extreme;
        }
    }

    /** How many rows there are. */
    final class Count implements Accumulator {
        private long count;

        @Override
        public void add(@Nullable Object value) {
            count++;
        }

        @Override
        public void addAll(Accumulator later) {
            if (later instanceof final Count other) {
                count += other.count;
            }
        }

        @Override
        public @Nullable Object result() {
            return count;
        }
    }

    /** The value of the first row. */
    final class First implements Accumulator {
        private boolean isSet;
        private @Nullable Object first;

        @Override
        public void add(@Nullable Object value) {
            if (!isSet) {
                isSet = true;
                first = value == Missing.VALUE ? null : value;
            }
        }

        @Override
        public void addAll(Accumulator later) {
            if (later instanceof final First other) {
                if (other.isSet && !isSet) {
                    isSet = true;
                    first = other.first;
                }
            }
        }

        @Override
        public @Nullable Object result() {
            return first;
        }
    }

    /** The value of the last row. */
    final class Last implements Accumulator {
        private boolean isSet;
        private @Nullable Object last;

        @Override
        public void add(@Nullable Object value) {
            isSet = true;
            last = value == Missing.VALUE ? null : value;
        }

        @Override
        public void addAll(Accumulator later) {
            if (later instanceof final Last other) {
                if (other.isSet) {
                    add(other.last);
                }
            }
        }

        @Override
        public @Nullable Object result() {
            return last;
        }
    }

    /** All values that are not missing, in the order of the rows. */
    final class Push implements Accumulator {
        private final List<@Nullable Object> values = new ArrayList<>();
        private final RowBudget budget;
        private final String path;

        Push(RowBudget budget, String path) {
            this.budget = budget;
            this.path = path;
        }

        @Override
        public void add(@Nullable Object value) {
            if (value != Missing.VALUE) {
                budget.hold(path);
                values.add(value);
            }
        }

        @Override
        public void addAll(Accumulator later) {
            if (later instanceof final Push other) {
                other.values.forEach(this::add);
            }
        }

        @Override
        public @Nullable Object result() {
            return values;
        }
    }

    /** The different values that are not missing, in the order of their first appearance. */
    final class AddToSet implements Accumulator {
        private final Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        private final RowBudget budget;
        private final String path;

        AddToSet(RowBudget budget, String path) {
            this.budget = budget;
            this.path = path;
        }

        @Override
        public void add(@Nullable Object value) {
            if (value != Missing.VALUE) {
                final @Nullable Object key = CanonicalValue.of(value);
                if (!values.containsKey(key)) {
                    budget.hold(path);
                    values.put(key, value);
                }
            }
        }

        @Override
        public void addAll(Accumulator later) {
            if (later instanceof final AddToSet other) {
                other.values.forEach((key, value) -> {
                    if (!values.containsKey(key)) {
                        budget.hold(path);
                        values.put(key, value);
                    }
                });
            }
        }

        @Override
        public @Nullable Object result() {
            return new ArrayList<>(values.values());
        }
    }

    /**
     * The standard deviation of the numbers, by the recurrence of B. P. Welford (Note on a method
     * for calculating corrected sums of squares and products, Technometrics 4, 1962), parts joined
     * as T. F. Chan, G. H. Golub and R. J. LeVeque do (Updating formulae and a pairwise algorithm
     * for computing sample variances, COMPSTAT 1982); null if there are too few.
     */
    final class Deviation implements Accumulator {
        private final int degreesLost;
        private long count;
        private double mean;
        private double squares;

        /** Of the population if no degree of freedom is lost, of a sample if one is. */
        Deviation(int degreesLost) {
            this.degreesLost = degreesLost;
        }

        @Override
        public void add(@Nullable Object value) {
            if (value instanceof final Number number) {
                final double x = number.doubleValue();
                count++;
                final double delta = x - mean;
                mean += delta / count;
                squares += delta * (x - mean);
            }
        }

        @Override
        public void addAll(Accumulator later) {
            if (later instanceof final Deviation other) {
                if (other.count > 0) {
                    final double delta = other.mean - mean;
                    final long both = count + other.count;
                    squares += other.squares + delta * delta * count / both * other.count;
                    mean += delta * other.count / both;
                    count = both;
                }
            }
        }

        @Override
        public @Nullable Object result() {
            return count <= degreesLost ? null : finite(Math.sqrt(squares / (count - degreesLost)));
        }
    }
}
