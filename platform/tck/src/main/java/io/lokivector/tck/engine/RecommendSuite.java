package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lokivector.spi.ErrorCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Searches by examples. */
abstract class RecommendSuite extends SearchFormSuite {
    /** Document i stands at (i - 1, 0); a last one above the first. */
    private void createLine() {
        createWithVectors();
        client.insert(name, map("i", 5, "even", false, "e", List.of(0, 9)));
    }

    private static Map<String, @Nullable Object> likes(List<?> positive, List<?> negative) {
        return map("positive", positive, "negative", negative);
    }

    private static Map<String, @Nullable Object> best(List<?> positive, List<?> negative) {
        return map("positive", positive, "negative", negative, "strategy", "best_score");
    }

    @Test
    void examplesMayBeDocumentsAndVectors() {
        createLine();
        // Halfway between 0 and 2; the document is no result, the vector is one.
        assertEquals(
                List.of(2L, 3L, 4L),
                nearest("recommend", likes(List.of(1, List.of(2, 0)), List.of()), "k", 3));
        assertEquals(List.of(2L, 4L), nearest("recommend", map("positive", List.of(3)), "k", 2));
    }

    @Test
    void theAverageMovesAwayFromNegativeExamples() {
        createLine();
        // 2 + (2 - 1) = 3
        final List<Map<String, @Nullable Object>> results =
                client.search(name, map("recommend", likes(List.of(3), List.of(2)), "k", 2));
        assertEquals(List.of(4L, 5L), EngineClient.idsOf(results));
        assertEquals(0.0, real(results.get(0), "$distance"), 1e-6);
        assertFalse(results.get(0).containsKey("$negativeDistance"));
    }

    @Test
    void forCosineDirectionsAreAveraged() {
        client.create(name, Map.of());
        client.index(name, "e", exactIndexType(), map("metric", "cosine"));
        client.insert(
                name,
                map("e", List.of(1, 0)),
                map("e", List.of(0, 1000)),
                map("e", List.of(1, 1)),
                map("e", List.of(0, 1)));
        assertEquals(
                List.of(3L, 4L), nearest("recommend", likes(List.of(1, 2), List.of()), "k", 2));
    }

    @Test
    void theBestScoreIsThatOfTheNearestExample() {
        createLine();
        // The average would be in the middle of nowhere.
        assertEquals(
                List.of(5L, 6L, 4L),
                nearest(
                        "recommend",
                        best(List.of(List.of(0, 8.5), List.of(4.4, 0)), List.of()),
                        "k",
                        3));
    }

    @Test
    void whatIsNearerToANegativeExampleComesLast() {
        createLine();
        final List<Map<String, @Nullable Object>> results =
                client.search(
                        name,
                        map(
                                "recommend",
                                best(List.of(List.of(0.1, 0)), List.of(List.of(3, 0))),
                                "k",
                                10));
        // 2 is nearer to the positive example; 3 and 5 are as far from the negative one.
        assertEquals(List.of(1L, 2L, 6L, 3L, 5L, 4L), EngineClient.idsOf(results));
        assertEquals(0.9, real(results.get(1), "$distance"), 1e-6);
        assertEquals(2.0, real(results.get(1), "$negativeDistance"), 1e-6);
        assertEquals(
                List.of(2L, 6L),
                nearest(
                        "recommend",
                        best(List.of(List.of(0.1, 0)), List.of(List.of(3, 0))),
                        "k",
                        2,
                        "offset",
                        1));
        assertEquals(
                List.of(2L, 4L),
                nearest(
                        "recommend",
                        best(List.of(List.of(0.1, 0)), List.of(List.of(3, 0))),
                        "filter",
                        map("i", map("$in", List.of(1, 3)))));
    }

    @Test
    void badExamplesAreRefused() {
        createLine();
        assertRefused("recommend.positive needs", "recommend", likes(List.of(), List.of(1)));
        assertRefused("recommend.positive needs", "recommend", Map.of());
        assertRefused(
                ErrorCode.NOT_FOUND,
                "recommend.negative[0]: there is no document 99",
                "recommend",
                likes(List.of(1), List.of(99)));
        assertRefused(
                "recommend.positive[1] must have 2 dimensions",
                "recommend",
                likes(List.of(1, List.of(1, 2, 3)), List.of()));
        assertRefused(
                "recommend.positive[0] must be the $loki of a document or a vector",
                "recommend",
                likes(List.of("one"), List.of()));
        assertRefused(
                "recommend.positive[0] must be the $loki",
                "recommend",
                likes(List.of(1.5), List.of()));
        assertRefused(
                "recommend.positive[0][1] must be a finite number",
                "recommend",
                likes(List.of(List.of(1, "x")), List.of()));
        assertRefused(
                "the examples in recommend must be at most 100",
                "recommend",
                likes(Collections.nCopies(101, 1), List.of()));
    }
}
