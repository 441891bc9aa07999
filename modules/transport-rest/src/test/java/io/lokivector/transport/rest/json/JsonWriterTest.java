package io.lokivector.transport.rest.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.tck.TestSeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private static final int ROUNDS = 300;

    private static String written(Object value) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonWriter().write(value, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void plainValuesAreWrittenInTheirJsonForm() throws IOException {
        assertEquals("null", written(null));
        assertEquals("true", written(true));
        assertEquals("\"a\\\"ä\\n\"", written("a\"ä\n"));
        assertEquals("[1,2,3]", written(List.of(1, 2L, (short) 3)));
        assertEquals(
                "[1.5,12345678901234567890]",
                written(List.of(new BigDecimal("1.5"), new BigInteger("12345678901234567890"))));
        assertEquals("{}", written(Map.of()));
    }

    @Test
    void aFloatIsWrittenInItsShortestForm() throws IOException {
        assertEquals("[0.1,3.4028235E38]", written(new float[] {0.1f, Float.MAX_VALUE}));
        assertEquals("[0.1]", written(List.of(0.1f)));
    }

    @Test
    void whatJsonCannotSayIsNull() throws IOException {
        assertEquals(
                "[null,null,[null]]",
                written(
                        Arrays.asList(
                                Double.NaN, Float.NEGATIVE_INFINITY, new float[] {Float.NaN})));
    }

    @Test
    void whatIsNotPlainIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> written(new Object()));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            for (int i = 0; i < ROUNDS; i++) {
                final Object value = anything(random, 5);
                final byte[] json = written(value).getBytes(StandardCharsets.UTF_8);
                assertEquals(value, new JsonReader(10).read(json, 0, json.length));
            }
        });
    }

    private static Object anything(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
            case 4 -> (double) random.nextFloat();
            case 5 -> text(random);
            case 6 -> {
                final List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(anything(random, depth - 1));
                }
                yield list;
            }
            default -> {
                final Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(text(random), anything(random, depth - 1));
                }
                yield map;
            }
        };
    }

    private static String text(RandomGenerator random) {
        return random.ints(random.nextInt(12), 0, Character.MAX_CODE_POINT + 1)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
