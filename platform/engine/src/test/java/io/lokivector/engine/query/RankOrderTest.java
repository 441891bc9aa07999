package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankOrderTest {
    static final List<@Nullable Object> INTERESTING =
            Arrays.asList(
                    null,
                    Missing.VALUE,
                    false,
                    true,
                    "",
                    " ",
                    "0",
                    "-0",
                    "10",
                    "9",
                    "1e1",
                    "0x10",
                    "abc",
                    "ABC",
                    "é",
                    "😀",
                    "\uFFFF",
                    "Infinity",
                    "-Infinity",
                    0L,
                    -0.0,
                    1L,
                    10,
                    10.5,
                    1e300,
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    1L << 53,
                    (1L << 53) + 1,
                    (double) (1L << 53),
                    "9007199254740992",
                    Long.MAX_VALUE,
                    (double) Long.MAX_VALUE,
                    new BigDecimal("9007199254740992.5"),
                    List.of(),
                    List.of(5L),
                    List.of("x", 1L),
                    new float[] {5},
                    Map.of(),
                    Map.of("k", 1L),
                    "[object Object]");

    /** Pass -Dlokivector.seed=... to the test JVM to repeat a failure. */
    private final long seed = Long.getLong("lokivector.seed", new Random().nextLong());

    @Test
    void isATotalOrder() {
        var random = new Random(seed);
        List<@Nullable Object> values = new ArrayList<>(INTERESTING);
        for (int i = 0; i < 60; i++) {
            values.add(randomValue(random));
        }
        for (Object a : values) {
            assertEquals(0, RankOrder.compare(a, a), () -> describe(a));
            for (Object b : values) {
                int ab = RankOrder.compare(a, b);
                assertEquals(
                        Integer.signum(ab),
                        -Integer.signum(RankOrder.compare(b, a)),
                        () -> describe(a, b));
                for (Object c : values) {
                    int bc = RankOrder.compare(b, c);
                    int ac = RankOrder.compare(a, c);
                    boolean transitive =
                            (ab > 0 || bc > 0 || ac <= 0)
                                    && (ab != 0 || bc != 0 || ac == 0)
                                    && (ab >= 0 || bc > 0 || ac < 0);
                    assertTrue(transitive, () -> describe(a, b, c));
                }
            }
        }
    }

    @Test
    void classesComeInOrder() {
        List<@Nullable Object> ascending =
                Arrays.asList(
                        null, false, true, "", -5L, "-1", 0, List.of(3L), "4", 5.5, "A", "a", "é");
        for (int i = 1; i < ascending.size(); i++) {
            assertTrue(
                    RankOrder.compare(ascending.get(i - 1), ascending.get(i)) < 0,
                    describe(ascending.get(i)));
        }
        assertEquals(0, RankOrder.compare(null, Missing.VALUE));
    }

    private static @Nullable Object randomValue(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextGaussian() * 10;
            case 2 -> (long) random.nextInt(10);
            case 3 -> Integer.toString(random.nextInt(20));
            case 4 -> " " + random.nextInt(5) + ".0 ";
            case 5 -> Character.toString('a' + random.nextInt(26));
            case 6 -> List.of(random.nextInt(3), "z");
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    private String describe(@Nullable Object... values) {
        return "seed " + seed + ": " + Arrays.deepToString(values);
    }
}
