package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.request.SearchRequest;
import io.lokivector.spi.transport.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must do with vectors. */
abstract class VectorSuite extends ValueIndexSuite {

    void createWithVectors() {
        client.create(name, Map.of());
        client.index(name, "e", exactIndexType(), Map.of());
        for (int i = 0; i < 5; i++) {
            client.insert(name, map("i", i, "even", i % 2 == 0, "e", List.of((double) i, 0.0)));
        }
    }

    List<Long> nearest(@Nullable Object... options) {
        return EngineClient.idsOf(client.search(name, map(options)));
    }

    @Test
    void theNearestComeFirstWithDistanceAndSimilarity() {
        createWithVectors();
        final List<Map<String, @Nullable Object>> results =
                client.search(name, map("vector", new float[] {0.5f, 0}, "k", 2));
        assertEquals(List.of(1L, 2L), EngineClient.idsOf(results));
        assertEquals(0.5, real(results.get(0), "$distance"), 1e-9);
        assertEquals(1 / 1.5, real(results.get(0), "$similarity"), 1e-9);
        assertFalse(results.get(0).containsKey("e"));
    }

    static double real(Map<String, @Nullable Object> document, String field) {
        if (document.get(field) instanceof final Number number) {
            return number.doubleValue();
        }
        throw new AssertionError("no number " + field + " in " + document);
    }

    @Test
    void vectorsComeBackWithTheirDocuments() {
        createWithVectors();
        assertVector(client.get(name, 3).orElseThrow().get("e"), 2, 0);
        assertVector(client.find(name, map("i", 4)).get(0).get("e"), 4, 0);
        assertVector(
                client.search(
                                name,
                                map("vector", new float[] {1, 0}, "k", 1, "includeVector", true))
                        .get(0)
                        .get("e"),
                1,
                0);
    }

    private static void assertVector(@Nullable Object actual, double... expected) {
        final List<Double> numbers = new ArrayList<>();
        switch (actual) {
            case final float[] packed -> {
                for (final float number : packed) {
                    numbers.add((double) number);
                }
            }
            case final List<?> list ->
                    list.forEach(each -> numbers.add(((Number) each).doubleValue()));
            case null, default -> throw new AssertionError("no vector: " + actual);
        }
        assertEquals(Arrays.stream(expected).boxed().toList(), numbers);
    }

    @Test
    void writesAreSearchableAtOnce() {
        createWithVectors();
        client.insert(name, map("e", List.of(0.1, 0.1)));
        assertEquals(List.of(1L, 6L, 2L), nearest("vector", new float[] {0, 0}, "k", 3));
        client.update(name, map("$loki", 1), map("$set", map("e", List.of(100, 100))));
        assertEquals(List.of(6L, 2L, 3L), nearest("vector", new float[] {0, 0}, "k", 3));
        client.remove(name, map("$loki", 6));
        assertEquals(List.of(2L, 3L, 4L, 5L, 1L), nearest("vector", new float[] {0, 0}, "k", 10));
        client.update(name, map("$loki", 2), map("$unset", map("e", 1)));
        assertEquals(List.of(3L, 4L), nearest("vector", new float[] {0, 0}, "k", 2));
        client.update(name, map("$loki", 3), map("$set", map("i", 50)));
        assertEquals(List.of(3L, 4L), nearest("vector", new float[] {0, 0}, "k", 2));
    }

    @Test
    void aFilterExcludesAndStillGivesKResults() {
        createWithVectors();
        assertEquals(
                List.of(1L, 3L, 5L),
                nearest("vector", new float[] {0, 0}, "k", 3, "filter", map("even", true)));
        assertEquals(
                List.of(4L), nearest("vector", new float[] {0, 0}, "k", 3, "filter", map("i", 3)));
        assertEquals(
                List.of(), nearest("vector", new float[] {0, 0}, "k", 3, "filter", map("i", 99)));
    }

    @Test
    void offsetThresholdAndExactAreObeyed() {
        createWithVectors();
        assertEquals(List.of(2L, 3L), nearest("vector", new float[] {0, 0}, "k", 2, "offset", 1));
        assertEquals(List.of(1L, 2L), nearest("vector", new float[] {0, 0}, "threshold", 1.0));
        assertEquals(List.of(1L, 2L), nearest("vector", new float[] {0, 0}, "k", 2, "exact", true));
    }

    @Test
    void whatIsSimilarToADocumentIsNotThatDocument() {
        createWithVectors();
        assertEquals(List.of(2L, 4L), nearest("id", 3, "k", 2));
    }

    @Test
    void aHybridSearchRaisesWhatMatches() {
        createWithVectors();
        final List<Map<String, @Nullable Object>> results =
                client.search(
                        name,
                        map(
                                "vector",
                                new float[] {0, 0},
                                "k",
                                5,
                                "hybrid",
                                true,
                                "filter",
                                map("i", 4)));
        assertEquals(List.of(1L, 5L, 2L, 3L, 4L), EngineClient.idsOf(results));
        assertEquals(0.5, real(results.get(0), "$score"), 1e-9);
        assertEquals(0.5, real(results.get(1), "$score"), 1e-9);
        assertEquals(true, results.get(1).get("$queryMatch"));
        assertEquals(0.75, real(results.get(2), "$vectorScore"), 1e-9);
    }

    @Test
    void badVectorsAreRefusedBeforeAnythingIsStored() {
        createWithVectors();
        for (final Object bad :
                List.of(List.of(1, 2, 3), List.of(), "text", List.of("a", "b"), List.of(1, "b"))) {
            final Problem problem =
                    client.problem(
                            new DocumentRequest.Insert(name, List.of(map("i", 9), map("e", bad))));
            assertEquals(ErrorCode.BAD_REQUEST, problem.code(), problem.message());
            assertTrue(problem.message().contains("documents[1]"), problem.message());
        }
        assertEquals(5, client.count(name, Map.of()));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new SearchRequest.Search(name, SearchOptions.nearest(new float[] {1}, 1)));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new DocumentRequest.Update(
                        name, Map.of(), map("$set", map("e", List.of(1, 2, 3)))));
        assertEquals(List.of(1L), nearest("vector", new float[] {0, 0}, "k", 1));
    }

    @Test
    void documentsWithoutAVectorAreStoredAndNotFoundBySearch() {
        createWithVectors();
        client.insert(name, map("i", 9), map("i", 10, "e", null));
        assertEquals(7, client.count(name, Map.of()));
        assertEquals(5, nearest("vector", new float[] {0, 0}, "k", 10).size());
    }

    @Test
    void anIndexOverExistingDocumentsFindsThem() {
        client.create(name, Map.of());
        client.insert(name, map("e", List.of(1, 0)), map("x", 1), map("e", List.of(0, 2)));
        final IndexInfo index = client.index(name, "e", exactIndexType(), Map.of());
        assertTrue(index.isVector());
        assertEquals(List.of(1L, 3L), nearest("vector", new float[] {1, 0}, "k", 5));
        assertVector(client.get(name, 3).orElseThrow().get("e"), 0, 2);
        client.answer(new CollectionRequest.DropIndex(name, "e"));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new SearchRequest.Search(name, SearchOptions.nearest(new float[] {1, 0}, 1)));
        assertVector(client.get(name, 1).orElseThrow().get("e"), 1, 0);
        client.index(name, "e", exactIndexType(), Map.of());
        assertEquals(List.of(1L, 3L), nearest("vector", new float[] {1, 0}, "k", 5));
    }

    @Test
    void anIndexOverUnequalVectorsIsRefused() {
        client.create(name, Map.of());
        client.insert(name, map("e", List.of(1, 0)), map("e", List.of(0, 2, 1)));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new CollectionRequest.CreateIndex(
                        name, "e", Optional.of(exactIndexType()), Map.of()));
        assertEquals(List.of(), client.answer(new CollectionRequest.ListIndexes(name)));
    }

    @Test
    void metricsMeasureAsTheyAreCalled() {
        for (final Map.Entry<String, Double> expected :
                Map.of(
                                "euclidean", 5.0,
                                "euclideanSquared", 25.0,
                                "cosine", 1.0,
                                "dot", 0.0,
                                "innerProduct", 0.0)
                        .entrySet()) {
            final String collection = name + "-" + expected.getKey();
            client.create(collection, Map.of());
            client.index(
                    collection, "e", exactIndexType(), map("distanceFunction", expected.getKey()));
            client.insert(collection, map("e", List.of(3, 0)));
            assertEquals(
                    expected.getValue(),
                    real(
                            client.search(collection, map("vector", new float[] {0, 4})).get(0),
                            "$distance"),
                    1e-9,
                    expected.getKey());
        }
    }

    @Test
    void anUnknownIndexTypeIsRefused() {
        client.create(name, Map.of());
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new CollectionRequest.CreateIndex(
                        name, "e", Optional.of("no-such-type"), Map.of()));
    }

    @Test
    void severalSearchesAreAnsweredInOrder() {
        createWithVectors();
        final List<List<Map<String, @Nullable Object>>> results =
                client.answer(
                        new SearchRequest.SearchBatch(
                                name,
                                List.of(
                                        SearchOptions.nearest(new float[] {0, 0}, 1),
                                        SearchOptions.nearest(new float[] {4, 0}, 2))));
        assertEquals(
                List.of(List.of(1L), List.of(5L, 4L)),
                results.stream().map(EngineClient::idsOf).toList());
    }

    @Test
    void shardsAreNotNoticed() {
        client.create(name, map("shards", 3, "unique", List.of("u")));
        client.index(name, "e", exactIndexType(), Map.of());
        for (int i = 0; i < 20; i++) {
            client.insert(name, map("i", i, "u", "u" + i, "e", List.of(i, 1)));
        }
        assertEquals(20, client.count(name, Map.of()));
        assertEquals(
                List.of(4L, 5L, 6L), client.ids(name, map("i", map("$between", List.of(3, 5)))));
        assertEquals(List.of(8L, 7L, 9L, 6L, 10L), nearest("vector", new float[] {7, 1}, "k", 5));
        client.assertRefused(
                ErrorCode.CONFLICT, new DocumentRequest.Insert(name, List.of(map("u", "u7"))));
        assertEquals(10, client.remove(name, map("i", map("$gte", 10))));
        final List<Long> left = client.ids(name, Map.of());
        assertEquals(10, left.size());
        assertEquals(left.stream().sorted().toList(), left);
    }
}
