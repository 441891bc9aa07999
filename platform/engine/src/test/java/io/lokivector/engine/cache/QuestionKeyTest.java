package io.lokivector.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuestionKeyTest {
    private static Optional<QuestionKey> key(@Nullable Object operand) {
        final Map<String, @Nullable Object> query = new HashMap<>();
        query.put("a", operand);
        return QuestionKey.of(new Question("find", query, List.of()));
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
        final Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    @Test
    void differentQuestionsHaveDifferentKeys() {
        final List<@Nullable Object> operands =
                Arrays.asList(
                        null,
                        true,
                        false,
                        1,
                        1L,
                        1.0,
                        1f,
                        (short) 1,
                        (byte) 1,
                        0.0,
                        -0.0,
                        BigInteger.ONE,
                        BigDecimal.ONE,
                        new BigDecimal("1.0"),
                        "",
                        "1",
                        "null",
                        "\u00e9",
                        "e\u0301",
                        "\ud800",
                        "\udfff",
                        "\ufffd",
                        "\0",
                        List.of(),
                        List.of(1),
                        List.of(List.of(1)),
                        List.of(1, List.of()),
                        List.of("ab", "c"),
                        List.of("a", "bc"),
                        new float[] {1, 2},
                        new float[] {2, 1},
                        List.of(1f, 2f),
                        map(),
                        map("x", 1),
                        map("x", 1, "y", 2),
                        map("y", 2, "x", 1),
                        map("x", map("y", 2)),
                        map("x", map(), "y", 2));
        for (int i = 0; i < operands.size(); i++) {
            for (int j = 0; j < operands.size(); j++) {
                final QuestionKey one = key(operands.get(i)).orElseThrow();
                final QuestionKey other = key(operands.get(j)).orElseThrow();
                if (i == j) {
                    assertEquals(one, other);
                    assertEquals(one.hashCode(), other.hashCode());
                } else {
                    assertNotEquals(one, other, operands.get(i) + " and " + operands.get(j));
                }
            }
        }
    }

    @Test
    void kindQueryAndParametersAreTold() {
        final Map<String, Object> query = Map.of("a", 1);
        final List<Question> questions =
                List.of(
                        new Question("find", query, List.of()),
                        new Question("count", query, List.of()),
                        new Question("find", query, List.of(1)),
                        new Question("find", query, List.of(1, 2)),
                        new Question("find", query, List.of(List.of(1, 2))),
                        new Question("find", Map.of(), List.of(query)));
        assertEquals(
                questions.size(),
                questions.stream()
                        .map(QuestionKey::of)
                        .map(Optional::orElseThrow)
                        .distinct()
                        .count());
    }

    @Test
    void aKeyDoesNotChangeWithTheQueryThatItWasMadeOf() {
        final List<Object> list = new ArrayList<>(List.of(1));
        final QuestionKey before = key(list).orElseThrow();
        list.add(2);
        assertEquals(key(List.of(1)).orElseThrow(), before);
        assertNotEquals(key(list).orElseThrow(), before);
    }

    @Test
    void whatMightChangeUnseenOrIsTooLongHasNoKey() {
        assertTrue(key(new AtomicLong(1)).isEmpty());
        assertTrue(key(new Object()).isEmpty());
        assertTrue(key(new int[] {1}).isEmpty());
        assertTrue(key(Map.of(1, 2)).isEmpty());
        assertTrue(key(new BigInteger("1") {}).isEmpty());
        assertTrue(key("x".repeat(1 << 20)).isEmpty());
        assertTrue(key(new float[1 << 20]).isEmpty());
        final List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertTrue(key(endless).isEmpty());
    }
}
