package io.lokivector.kernel.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SampledRecall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecallMetricsTest {
    private static CollectionInfo collection(String name, IndexInfo... indexes) {
        return new CollectionInfo(name, 1, 1, 1, Instant.EPOCH, List.of(indexes), Map.of());
    }

    private static IndexInfo unmeasured(String field) {
        return new IndexInfo(field, "hnsw", true, IndexInfo.State.READY, "", 1, 1, Map.of());
    }

    private static IndexInfo measured(String field) {
        return unmeasured(field)
                .with(Map.of(), Optional.of(new SampledRecall(0.95, 40, 0.8, 0.99, Instant.EPOCH)));
    }

    private static String text(List<CollectionInfo> collections) {
        final StringBuilder text = new StringBuilder();
        RecallMetrics.append(text, collections, name -> !name.equals("secret"));
        return text.toString();
    }

    @Test
    void eachMeasuredFieldHasItsLine() {
        final String text =
                text(List.of(collection("a", unmeasured("x"), measured("y")), collection("b")));
        assertTrue(
                text.contains(
                        "\nlokivector_vector_recall_at_10{collection=\"a\",field=\"y\"} 0.95\n"),
                text);
        assertTrue(
                text.contains(
                        "\nlokivector_vector_recall_samples{collection=\"a\",field=\"y\"} 40.0\n"),
                text);
        assertFalse(text.contains("\"x\""), text);
    }

    @Test
    void whereNothingIsMeasuredNothingIsSaid() {
        assertEquals("", text(List.of(collection("a", unmeasured("x")))));
    }

    @Test
    void collectionsThatTheCallerMayNotSeeAreNotNamed() {
        assertEquals("", text(List.of(collection("secret", measured("x")))));
    }

    @Test
    void namesAreEscaped() {
        final String text = text(List.of(collection("a", measured("say \"hi\"\\\n"))));
        assertTrue(text.contains("field=\"say \\\"hi\\\"\\\\\\n\"}"), text);
    }

    @Test
    void thereAreNotEndlesslyMany() {
        final List<CollectionInfo> many =
                IntStream.range(0, RecallMetrics.FIELDS_MAX + 10)
                        .mapToObj(i -> collection("c" + i, measured("e")))
                        .toList();
        final long lines =
                text(many)
                        .lines()
                        .filter(line -> line.startsWith("lokivector_vector_recall_samples{"))
                        .count();
        assertEquals(RecallMetrics.FIELDS_MAX, lines);
    }
}
