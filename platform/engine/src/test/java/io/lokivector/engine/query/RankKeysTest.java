package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankKeysTest {
    @Test
    void keysCompareAsTheirValuesDo() {
        for (Object a : RankOrderTest.INTERESTING) {
            for (Object b : RankOrderTest.INTERESTING) {
                assertEquals(
                        Integer.signum(RankOrder.compare(a, b)),
                        RankKeys.compareKeys(RankKeys.key(a), RankKeys.key(b)),
                        () -> a + " and " + b);
            }
        }
    }

    @Test
    void rowsCompareAsTheirDocumentsDo() {
        DocumentOrder order =
                DocumentOrder.parse(List.of(List.of("a", true), "b.c"), QueryLimits.standard());
        RankKeys keys = new RankKeys(order);
        List<Map<String, @Nullable Object>> documents =
                List.of(
                        Map.of("a", 1, "b", Map.of("c", "x")),
                        Map.of("a", 1, "b", Map.of("c", "10")),
                        Map.of("a", "2"),
                        Map.of("b", List.of()),
                        Map.of());
        assertEquals(2, keys.width());
        @Nullable Object[] rows =
                documents.stream().flatMap(each -> Arrays.stream(keys.of(each))).toArray();
        for (int a = 0; a < documents.size(); a++) {
            for (int b = 0; b < documents.size(); b++) {
                assertEquals(
                        Integer.signum(order.compare(documents.get(a), documents.get(b))),
                        keys.compare(rows, 2 * a, rows, 2 * b),
                        documents.get(a) + " and " + documents.get(b));
            }
        }
    }
}
