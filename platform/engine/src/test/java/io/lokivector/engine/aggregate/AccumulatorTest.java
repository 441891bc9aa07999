package io.lokivector.engine.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.engine.query.Missing;
import io.lokivector.engine.rows.RowBudget;
import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is made of values does not depend on how they are cut into parts. */
class AccumulatorTest {
    private static final RowBudget BUDGET = new RowBudget(Integer.MAX_VALUE);

    private static final Map<String, Supplier<Accumulator>> KINDS =
            Map.of(
                    "sum",
                    Accumulator.Sum::new,
                    "average",
                    Accumulator.Average::new,
                    "min",
                    () -> new Accumulator.Extreme(-1),
                    "max",
                    () -> new Accumulator.Extreme(1),
                    "count",
                    Accumulator.Count::new,
                    "first",
                    Accumulator.First::new,
                    "last",
                    Accumulator.Last::new,
                    "push",
                    () -> new Accumulator.Push(BUDGET, ""),
                    "set",
                    () -> new Accumulator.AddToSet(BUDGET, ""),
                    "deviation",
                    () -> new Accumulator.Deviation(1));

    private static final List<@Nullable Object> VALUES =
            Arrays.asList(1L, 2L, -3L, Long.MAX_VALUE, 0.5, -1e6, "a", true, null, Missing.VALUE);

    @Test
    void partsGiveWhatTheWholeGives() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            for (int round = 0; round < 300; round++) {
                final List<@Nullable Object> values = new ArrayList<>();
                for (int i = random.nextInt(20); i > 0; i--) {
                    values.add(VALUES.get(random.nextInt(VALUES.size())));
                }
                KINDS.forEach((name, kind) -> check(name, kind, values, random));
            }
        });
    }

    private static void check(
            String name,
            Supplier<Accumulator> kind,
            List<@Nullable Object> values,
            RandomGenerator random) {
        final Accumulator whole = kind.get();
        values.forEach(whole::add);
        final Accumulator parts = kind.get();
        int from = 0;
        while (from < values.size()) {
            final int to = random.nextInt(from, values.size()) + 1;
            final Accumulator part = kind.get();
            values.subList(from, to).forEach(part::add);
            parts.addAll(part);
            from = to;
        }
        final @Nullable Object expected = whole.result();
        final @Nullable Object actual = parts.result();
        if (expected instanceof final Number number && actual instanceof final Number other) {
            final double value = number.doubleValue();
            // Rounded to the size of the largest value that may have been in between.
            assertEquals(value, other.doubleValue(), Math.abs(value) * 1e-9 + 4096, name);
        } else {
            assertEquals(expected, actual, name + values);
        }
    }

    @Test
    void wholeNumbersAreSummedExactlyAsLongAsTheyFit() {
        final ExactSum sum = new ExactSum();
        sum.add(Long.MAX_VALUE - 1);
        sum.add(1);
        assertEquals(Long.MAX_VALUE, sum.result());
        sum.add(1L);
        assertEquals(0x1p63, sum.result());
    }

    @Test
    void smallPartsAreNotLostBesideLargeOnes() {
        final ExactSum sum = new ExactSum();
        sum.add(1e100);
        sum.add(0.25);
        sum.add(-1e100);
        assertEquals(0.25, sum.result());
    }

    @Test
    void whatIsBeyondDoublesIsInfinite() {
        final ExactSum sum = new ExactSum();
        sum.add(1.5e308);
        sum.add(1.5e308);
        assertEquals(Double.POSITIVE_INFINITY, sum.result());
    }
}
