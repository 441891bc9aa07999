package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentOrderTest {

    @Test
    void equalDocumentsKeepTheirOrderInBothDirections() {
        assertEquals("abdc", sorted(List.of(List.of("n", false))));
        assertEquals("cabd", sorted(List.of(List.of("n", true))));
        assertEquals("dbac", sorted(List.of("n", List.of("name", true))));
    }

    @Test
    void pathsGoIntoObjectsAndListPositions() {
        assertEquals("cbad", sorted(List.of(List.of("o.list.0", false))));
        assertEquals(
                "cdba", sorted(List.of(List.of("o.list.length", false), List.of("name", true))));
    }

    @Test
    void malformedSortsAreRefused() {
        for (List<?> sort :
                List.of(
                        List.of(),
                        List.of(1),
                        List.of(List.of()),
                        List.of(List.of("a", "desc")),
                        List.of(List.of("a", true, 1)))) {
            assertThrows(
                    LokiVectorException.class,
                    () -> DocumentOrder.parse(sort, QueryLimits.standard()),
                    sort::toString);
        }
    }

    private static String sorted(List<?> sort) {
        List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        documents.add(Recording.json("{'name': 'a', 'n': 1, 'o': {'list': [2, 9]}}"));
        documents.add(Recording.json("{'name': 'b', 'n': 1.0, 'o': {'list': [1, 9]}}"));
        documents.add(Recording.json("{'name': 'c', 'n': 'x', 'o': {'list': 'zz'}}"));
        documents.add(Recording.json("{'name': 'd', 'n': '1', 'o': {'list': [3]}}"));
        documents.sort(DocumentOrder.parse(sort, QueryLimits.standard()));
        var names = new StringBuilder();
        documents.forEach(document -> names.append(document.get("name")));
        return names.toString();
    }
}
