package io.lokivector.engine.document;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.tck.TestSeed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentCodecTest {
    private static final DocumentLimits LIMITS = new DocumentLimits(100_000, 20);

    private final FieldNames names = new FieldNames();
    private final DocumentEncoder encoder = new DocumentEncoder(names, LIMITS);

    private EncodedDocument encode(Map<String, @Nullable Object> document, String... vectors) {
        return encoder.encode(
                document, DocumentMeta.created(7, Map.of()), Set.of(vectors), "document");
    }

    private DocumentMap decode(EncodedDocument encoded) {
        return new DocumentMap(
                5, new StoredDocument(encoded.body()), names, encoded.vectors()::get);
    }

    private static @Nullable Object value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 4 ? 7 : 9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> (long) random.nextInt(-100, 100);
            case 4 -> random.nextGaussian();
            case 5 -> "text " + Character.toString(random.nextInt(0x1F300, 0x1F5FF));
            case 6 -> "";
            case 7 -> {
                final List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            default -> object(random, depth + 1);
        };
    }

    private static Map<String, @Nullable Object> object(RandomGenerator random, int depth) {
        final Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            object.put("field" + random.nextInt(30), value(random, depth));
        }
        return object;
    }

    @Test
    void whatIsEncodedIsDecodedAlike() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            for (int i = 0; i < 500; i++) {
                final Map<String, @Nullable Object> document = object(random, 0);
                final DocumentMap decoded = decode(encode(document));
                final Map<String, @Nullable Object> expected = new LinkedHashMap<>(document);
                expected.put("meta", Map.of("revision", 0L, "created", 7L, "version", 0L));
                expected.put("$loki", 5L);
                assertEquals(expected, decoded);
                assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(decoded.keySet()));
                for (int field = 0; field < 31; field++) {
                    final String name = "field" + field;
                    assertEquals(document.get(name), decoded.get(name));
                    assertEquals(document.containsKey(name), decoded.containsKey(name));
                }
            }
        });
    }

    @Test
    void namesBeyondTheDictionaryAreSpelledOut() {
        final FieldNames none = FieldNames.spelledOut();
        final EncodedDocument encoded =
                new DocumentEncoder(none, LIMITS)
                        .encode(
                                Map.of("a", Map.of("b", 1L)),
                                DocumentMeta.created(7, Map.of()),
                                Set.of(),
                                "document");
        final DocumentMap decoded =
                new DocumentMap(1, new StoredDocument(encoded.body()), none, Vectors.none());
        assertEquals(Map.of("b", 1L), decoded.get("a"));
        assertEquals(0, none.size());
    }

    @Test
    void numbersAreStoredByValue() {
        final DocumentMap decoded =
                decode(
                        encode(
                                Map.of(
                                        "int",
                                        3,
                                        "wholeDouble",
                                        3.0,
                                        "float",
                                        0.5f,
                                        "bigWhole",
                                        BigInteger.TWO.pow(62),
                                        "tooBig",
                                        BigInteger.TWO.pow(100),
                                        "decimal",
                                        new BigDecimal("0.25"))));
        assertEquals(3L, decoded.get("int"));
        assertEquals(3L, decoded.get("wholeDouble"));
        assertEquals(0.5, decoded.get("float"));
        assertEquals(1L << 62, decoded.get("bigWhole"));
        assertEquals(0x1p100, decoded.get("tooBig"));
        assertEquals(0.25, decoded.get("decimal"));
    }

    @Test
    void aVectorIsKeptApart() {
        final Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("a", 1L);
        document.put("e", List.of(1, 2.5));
        document.put("z", 2L);
        final EncodedDocument encoded = encode(document, "e");
        assertArrayEquals(new float[] {1, 2.5f}, encoded.vectors().get("e"));
        final DocumentMap decoded = decode(encoded);
        assertTrue(decoded.hasColumnVector("e"));
        assertArrayEquals(new float[] {1, 2.5f}, (float[]) decoded.get("e"));
        assertEquals(List.of("a", "e", "z", "meta", "$loki"), List.copyOf(decoded.keySet()));
        final DocumentMap without = decoded.answer(List.of("e"), _ -> false, Map.of("$x", 1));
        assertEquals(Set.of("a", "z", "meta", "$loki", "$x"), without.keySet());
        assertFalse(without.containsKey("e"));
        assertNull(without.get("e"));
    }

    private void assertRefused(
            ErrorCode code, String where, Map<String, @Nullable Object> document) {
        final LokiVectorException refused =
                assertThrows(LokiVectorException.class, () -> encode(document, "vector"));
        assertEquals(code, refused.code());
        assertTrue(refused.problem().contains(where), refused.problem());
    }

    @Test
    void badValuesAreRefusedWithTheirPlace() {
        assertRefused(
                ErrorCode.BAD_REQUEST,
                "'a.b[1]'",
                Map.of("a", Map.of("b", List.of(1, Double.NaN))));
        assertRefused(ErrorCode.BAD_REQUEST, "'a'", Map.of("a", Float.POSITIVE_INFINITY));
        assertRefused(ErrorCode.BAD_REQUEST, "'a'", Map.of("a", "half \uD83C"));
        assertRefused(ErrorCode.BAD_REQUEST, "'a'", Map.of("a", "\uDF0D half"));
        assertRefused(ErrorCode.BAD_REQUEST, "surrogate", Map.of("half \uD83C", 1));
        assertRefused(ErrorCode.BAD_REQUEST, "'a'", Map.of("a", new Object()));
        assertRefused(ErrorCode.BAD_REQUEST, "key", Map.of("a", Map.of(1, 2)));
        assertRefused(ErrorCode.BAD_REQUEST, "'vector'", Map.of("vector", List.of()));
        assertRefused(ErrorCode.BAD_REQUEST, "'vector[1]'", Map.of("vector", List.of(1, "x")));
        assertRefused(ErrorCode.BAD_REQUEST, "'vector[0]'", Map.of("vector", List.of(1e300)));
        assertRefused(ErrorCode.BAD_REQUEST, "'vector'", Map.of("vector", "text"));
        assertRefused(ErrorCode.BAD_REQUEST, "field name", Map.of("x".repeat(2_000), 1));
        assertRefused(ErrorCode.TOO_LARGE, "'a'", Map.of("a", "x".repeat(200_000)));
        assertRefused(ErrorCode.TOO_LARGE, "'vector'", Map.of("vector", new float[60_000]));
        Object deep = 1;
        for (int i = 0; i < 25; i++) {
            deep = List.of(deep);
        }
        assertRefused(ErrorCode.BAD_REQUEST, "nested", Map.of("deep", deep));
    }

    @Test
    void customMetaIsKeptAndExtended() {
        final DocumentMeta meta =
                DocumentMeta.created(7, Map.of("custom", "x", "revision", 99)).changed(9);
        final EncodedDocument encoded =
                encoder.encode(Map.of("meta", "ignored"), meta, Set.of(), "document");
        assertEquals(
                Map.of(
                        "custom", "x",
                        "revision", 1L,
                        "created", 7L,
                        "version", 0L,
                        "updated", 9L),
                decode(encoded).get("meta"));
    }
}
