package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.request.SearchRequest;
import io.lokivector.spi.transport.Problem;
import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The forms of a search beside the k nearest, and what is said about those that are wrong. */
abstract class SearchFormSuite extends VectorSuite {
    private static final int DIMENSION = 8;

    static float[] randomVector(RandomGenerator random, int dimension) {
        final float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    @Test
    void pagesOfOneSizeShowEveryDocumentOnce() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            for (final String type : List.of(exactIndexType(), graphIndexType())) {
                final String collection = name + "-" + type;
                client.create(collection, map("shards", 2));
                client.index(collection, "e", type, Map.of());
                final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
                for (int i = 0; i < 1_500; i++) {
                    documents.add(map("e", randomVector(random, DIMENSION)));
                }
                client.insert(collection, documents);
                pageThrough(collection, randomVector(random, DIMENSION), 30, 50);
                pageThrough(collection, randomVector(random, DIMENSION), 500, 3);
            }
        });
    }

    private void pageThrough(String collection, float[] vector, int k, int pages) {
        final List<Long> seen = new ArrayList<>();
        for (int page = 0; page < pages; page++) {
            final List<Map<String, @Nullable Object>> results =
                    client.search(
                            collection,
                            map("vector", vector, "k", k, "offset", page * k, "ef", 10));
            assertEquals(k, results.size(), "page " + page);
            double last = Double.NEGATIVE_INFINITY;
            for (final Map<String, @Nullable Object> result : results) {
                assertTrue(real(result, "$distance") >= last, "page " + page + " is in order");
                last = real(result, "$distance");
            }
            seen.addAll(EngineClient.idsOf(results));
        }
        assertEquals(k * pages, new HashSet<>(seen).size(), "no document is on two pages");
    }

    @Test
    void allWithinADistanceAreFoundPageByPage() {
        createWithVectors();
        final float[] vector = {0, 0};
        assertEquals(List.of(1L, 2L), nearest("vector", vector, "threshold", 3, "k", 2));
        assertEquals(
                List.of(3L, 4L), nearest("vector", vector, "threshold", 3, "k", 2, "offset", 2));
        assertEquals(List.of(), nearest("vector", vector, "threshold", 3, "k", 2, "offset", 4));
        assertEquals(List.of(1L, 2L, 3L, 4L), nearest("vector", vector, "threshold", 3, "k", 50));
        assertEquals(List.of(2L, 4L), nearest("id", 3, "threshold", 1));
        assertEquals(
                List.of(3L, 5L),
                nearest(
                        "vector",
                        vector,
                        "threshold",
                        4,
                        "k",
                        2,
                        "offset",
                        1,
                        "filter",
                        map("even", true)));
    }

    @Test
    void aSearchIsOfTheFieldThatItNames() {
        client.create(name, Map.of());
        client.index(name, "near", exactIndexType(), Map.of());
        client.index(name, "alike", exactIndexType(), map("metric", "cosine"));
        client.insert(
                name,
                map("near", List.of(1, 0), "alike", List.of(1, 0, 0)),
                map("near", List.of(9, 0), "alike", List.of(0, 0, 7)));
        assertEquals(
                List.of(1L, 2L), nearest("field", "near", "vector", new float[] {0, 0}, "k", 2));
        assertEquals(List.of(2L, 1L), nearest("field", "alike", "vector", new float[] {0, 0, 1}));
        assertEquals(List.of(2L), nearest("field", "alike", "id", 1));
        assertRefused("near, alike", "vector", new float[] {0, 0});
        assertRefused("near, alike", "field", "name", "vector", new float[] {0, 0});
        assertRefused("must have 3 dimensions", "field", "alike", "vector", new float[] {0, 0});
    }

    void assertRefused(String saying, @Nullable Object... options) {
        assertRefused(ErrorCode.BAD_REQUEST, saying, options);
    }

    void assertRefused(ErrorCode code, String saying, @Nullable Object... options) {
        final Problem problem =
                client.problem(
                        new SearchRequest.Search(
                                name, SearchOptions.schema().bind(map(options), "")));
        assertEquals(code, problem.code(), problem.message());
        assertTrue(problem.message().contains(saying), problem.message());
    }

    @Test
    void aSearchThatMakesNoSenseIsRefusedInWords() {
        createWithVectors();
        final float[] vector = {0, 0};
        assertRefused("one of vector, text, id and recommend", "vector", vector, "id", 1);
        assertRefused(
                "one of vector, text, id and recommend",
                "vector",
                vector,
                "recommend",
                map("positive", List.of(1)));
        assertRefused("has no vector index", "vector", vector, "field", "i");
        assertRefused("vector must have 2 dimensions", "vector", new float[] {1, 2, 3});
        assertRefused("vector is empty", "vector", new float[0]);
        assertRefused(ErrorCode.NOT_FOUND, "there is no document 77", "id", 77);
        assertRefused("no embedding model", "text", "anything");
        assertRefused("at most 10000", "vector", vector, "k", 9_000, "offset", 2_000);
        assertRefused("filter.i", "vector", vector, "filter", map("i", map("$no", 1)));
        client.insert(name, map("i", 9));
        assertRefused("document 6 has no vector", "id", 6);
    }

    @Test
    void aBatchIsOfOneMomentAndAnsweredInOrder() throws Exception {
        createWithVectors();
        final List<SearchOptions> searches = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            searches.add(
                    SearchOptions.schema().bind(map("vector", new float[] {i % 5, 0}, "k", 1), ""));
        }
        final List<List<Map<String, @Nullable Object>>> answers =
                client.answer(new SearchRequest.SearchBatch(name, searches));
        assertEquals(40, answers.size());
        for (int i = 0; i < answers.size(); i++) {
            assertEquals(List.of(i % 5 + 1L), EngineClient.idsOf(answers.get(i)));
        }
    }

    @Test
    void aBadSearchOfABatchIsNamed() {
        createWithVectors();
        final SearchOptions good = SearchOptions.nearest(new float[] {0, 0}, 1);
        final SearchOptions bad = SearchOptions.nearest(new float[] {0, 0, 0}, 1);
        final SearchOptions worse = SearchOptions.nearest(new float[] {0}, 1);
        final Problem problem =
                client.problem(
                        new SearchRequest.SearchBatch(name, List.of(good, good, bad, worse)));
        assertEquals(ErrorCode.BAD_REQUEST, problem.code());
        assertTrue(
                problem.message().startsWith("searches[2]: vector must have 2"), problem.message());
        client.assertRefused(ErrorCode.BAD_REQUEST, new SearchRequest.SearchBatch(name, List.of()));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new SearchRequest.SearchBatch(name, Collections.nCopies(1_001, good)));
    }

    @Test
    void aHybridSearchHasPages() {
        client.create(name, Map.of());
        client.index(name, "e", exactIndexType(), Map.of());
        for (int i = 0; i < 20; i++) {
            client.insert(name, map("i", i, "e", List.of(i, 0)));
        }
        final List<Long> seen = new ArrayList<>();
        for (int offset = 0; offset < 21; offset += 3) {
            seen.addAll(
                    nearest(
                            "vector",
                            new float[] {0, 0},
                            "k",
                            3,
                            "offset",
                            offset,
                            "hybrid",
                            true,
                            "filter",
                            map("i", map("$in", List.of(2, 8)))));
        }
        assertEquals(20, new HashSet<>(seen).size());
        assertEquals(20, seen.size());
        assertEquals(List.of(3L, 1L, 9L), seen.subList(0, 3));
    }
}
