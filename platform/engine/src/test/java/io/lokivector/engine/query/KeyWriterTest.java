package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.tck.TestSeed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyWriterTest {
    private RandomGenerator random = TestSeed.random(TestSeed.current());

    @Test
    void ranksOrderAsValuesDo() {
        TestSeed.run(seed -> {
            random = TestSeed.random(seed);
            final List<@Nullable Object> values = values();
            for (final Object a : values) {
                for (final Object b : values) {
                    assertEquals(
                            Integer.signum(RankOrder.compare(a, b)),
                            Integer.signum(Arrays.compareUnsigned(rank(a), rank(b))),
                            () -> a + " and " + b);
                }
            }
        });
    }

    @Test
    void keysAreEqualWhereValuesAre() {
        TestSeed.run(seed -> {
            random = TestSeed.random(seed);
            final List<@Nullable Object> values = values();
            for (final Object a : values) {
                for (final Object b : values) {
                    if (!ScriptValue.isComposite(a) && !ScriptValue.isComposite(b)) {
                        final boolean isEqual =
                                Equality.strict(a, b) || a == Missing.VALUE && b == Missing.VALUE;
                        assertEquals(isEqual, Arrays.equals(key(a), key(b)), () -> a + " and " + b);
                    }
                }
            }
        });
    }

    @Test
    void aKeyBeginsWithItsRank() {
        TestSeed.run(seed -> {
            random = TestSeed.random(seed);
            for (final Object value : values()) {
                final byte[] key = key(value);
                assertEquals(rank(value).length, KeyWriter.endOfRank(key, 0, key.length));
            }
        });
    }

    @Test
    void numbersAndTextsCanBeReadAgain() {
        TestSeed.run(seed -> {
            random = TestSeed.random(seed);
            for (final Object value : values()) {
                final byte[] rank = rank(value);
                if (value instanceof final Number number && Double.isFinite(number.doubleValue())) {
                    final String read = KeyWriter.numberAt(rank, 0, rank.length);
                    final boolean isSame =
                            value instanceof Long
                                    ? new BigDecimal(read)
                                                    .compareTo(
                                                            BigDecimal.valueOf(number.longValue()))
                                            == 0
                                    : Double.parseDouble(read) == number.doubleValue();
                    assertTrue(isSame, () -> value + " read as " + read);
                } else if (value instanceof final String text && rank[0] == KeyWriter.TEXT) {
                    assertEquals(text, KeyWriter.textAt(rank, 1, rank.length));
                }
            }
        });
    }

    private static byte[] rank(@Nullable Object value) {
        return new KeyWriter().rank(value).toBytes();
    }

    private static byte[] key(@Nullable Object value) {
        return new KeyWriter().value(value).toBytes();
    }

    private List<@Nullable Object> values() {
        final List<@Nullable Object> values =
                new ArrayList<>(
                        Arrays.asList(
                                null,
                                Missing.VALUE,
                                true,
                                false,
                                "",
                                0L,
                                -0.0,
                                1L,
                                1.5,
                                -1.5,
                                10L,
                                10.0,
                                "10",
                                " 1e1 ",
                                "0x0A",
                                Long.MAX_VALUE,
                                Long.MAX_VALUE - 1,
                                Long.MIN_VALUE,
                                0x1p63,
                                0x1p53,
                                1L << 53,
                                (1L << 53) + 1,
                                -(1L << 53) - 1,
                                1e300,
                                -1e300,
                                Double.MIN_VALUE,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY,
                                "Infinity",
                                "-Infinity",
                                "Inf",
                                "a",
                                "a\u0000",
                                "a\u0000b",
                                "ab",
                                "é",
                                "\uD83D\uDE00",
                                "\uE000",
                                "\uFFFF",
                                "!x",
                                "10 a",
                                "null",
                                List.of(),
                                List.of(10L),
                                List.of("a"),
                                List.of("a", "b"),
                                Map.of(),
                                Map.of("a", 1L)));
        for (int i = 0; i < 60; i++) {
            values.add(random.nextLong() >> random.nextInt(64));
            values.add(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 10));
            values.add(Long.toString(random.nextLong() >> random.nextInt(64)));
        }
        return values;
    }
}
