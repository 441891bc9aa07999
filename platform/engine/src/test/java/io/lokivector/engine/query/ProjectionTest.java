package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.spi.LokiVectorException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    private static final Map<String, @Nullable Object> DOCUMENT =
            Recording.json(
                    "{'a': 1, 'o': {'x': 1, 'y': 2}, 'l': [{'x': 1, 'y': 2}, 5], '$loki': 7, 'meta': {'revision': 0}}");

    @Test
    void aListOfPathsGivesTheseAndTheId() {
        assertEquals(Recording.json("{'a': 1, '$loki': 7}"), shown("a", "none"));
        assertEquals(
                Recording.json("{'o': {'y': 2}, 'l': [{'x': 1}], '$loki': 7}"),
                shown("o.y", "l.x", "a.b"));
    }

    @Test
    void aMinusLeavesOut() {
        assertEquals(
                Recording.json("{'o': {'y': 2}, 'l': [{'x': 1}, 5], '$loki': 7}"),
                shown("-a", "-o.x", "-l.y", "-meta"));
    }

    @Test
    void anEmptyListShowsEverything() {
        assertEquals(DOCUMENT, shown());
    }

    @Test
    void givingAndLeavingOutDoNotMix() {
        assertThrows(LokiVectorException.class, () -> shown("a", "-o"));
    }

    private static Map<String, @Nullable Object> shown(String... paths) {
        return Projection.parse(List.of(paths), QueryLimits.standard()).apply(DOCUMENT);
    }
}
