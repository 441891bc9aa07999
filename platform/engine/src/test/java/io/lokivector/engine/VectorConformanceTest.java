package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lokivector.spi.request.SearchOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded answers of the original, whose vectors were doubles: ours are floats. */
class VectorConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 1e-5;

    /**
     * The original filters the 3k nearest with a query language of its own, in which {@code
     * $contains} knows no text. Here a filter means what it means to find, and k match if they can.
     */
    private static final String FILTERS_LIKE_FIND = "pv-filter-044";

    @TempDir private Path directory;

    private TestDatabase database;

    @BeforeEach
    void open() {
        final TestRegistry registry = new TestRegistry();
        registry.add(new ToyIndexFactory());
        database = TestDatabase.open(directory, registry, Map.of("durability", "none"), s -> s);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static List<JsonNode> read(String name) throws IOException {
        final List<JsonNode> records = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        VectorConformanceTest.class.getResourceAsStream(name)),
                                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                records.add(JSON.readTree(line));
            }
        }
        return records;
    }

    private static float[] vector(JsonNode node) {
        final float[] vector = new float[node.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) node.get(i).asDouble();
        }
        return vector;
    }

    private static List<Map<String, @Nullable Object>> documents(JsonNode node) {
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        node.forEach(each -> documents.add(map(each)));
        return documents;
    }

    @SuppressWarnings("unchecked") // JSON objects have text keys
    private static Map<String, @Nullable Object> map(JsonNode node) {
        return JSON.convertValue(node, Map.class);
    }

    @Test
    void exactSearchesFindWhatBruteForceFinds() throws IOException {
        final Map<String, Collection> collections = new HashMap<>();
        final Map<String, JsonNode> sets = new HashMap<>();
        read("vector-sets.jsonl.gz").forEach(set -> sets.put(set.get("set").asText(), set));
        int compared = 0;
        for (final JsonNode query : read("vector-queries.jsonl.gz")) {
            final String metric = query.get("metric").asText();
            final String set = query.get("set").asText();
            final Collection collection =
                    collections.computeIfAbsent(
                            set + "-" + metric, name -> fill(name, sets.get(set), metric));
            for (final boolean exact : new boolean[] {true, false}) {
                compare(
                        query,
                        collection.search(
                                SearchOptions.schema()
                                        .bind(
                                                Map.of(
                                                        "vector", vector(query.get("query")),
                                                        "k", query.get("k").asInt(),
                                                        "exact", exact),
                                                "")));
            }
            compared++;
        }
        assertEquals(264, compared);
    }

    private Collection fill(String name, JsonNode set, String metric) {
        final Collection collection = database.engine.createCollection(name);
        collection.createVectorIndex("e", Map.of("distanceFunction", metric));
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        set.get("vectors").forEach(each -> documents.add(Map.of("e", vector(each))));
        collection.insert(documents);
        return collection;
    }

    private static void compare(JsonNode query, List<Map<String, @Nullable Object>> results) {
        final JsonNode expected = query.get("expect");
        assertEquals(expected.size(), results.size(), query.get("id").asText());
        for (int i = 0; i < results.size(); i++) {
            final double distance = expected.get(i).get("distance").asDouble();
            assertEquals(
                    distance,
                    (Double) results.get(i).get("$distance"),
                    TOLERANCE * Math.max(1, Math.abs(distance)),
                    query.get("id").asText());
        }
    }

    @Test
    void searchesAnswerLikeTheOriginal() throws IOException {
        int compared = 0;
        for (final JsonNode record : read("vector-api.jsonl.gz")) {
            if (record.get("id").asText().equals(FILTERS_LIKE_FIND)) {
                assertEquals(List.of(3L, 13L), idsOf(search(record)));
            } else if (record.has("call") && !record.path("recommend").asText().equals("deviate")) {
                call(record);
                compared++;
            }
        }
        assertEquals(73, compared);
    }

    private List<Map<String, @Nullable Object>> search(JsonNode record) {
        final Collection collection = database.engine.createCollection(record.get("id").asText());
        final JsonNode call = record.get("call");
        final Map<String, @Nullable Object> index = map(record.get("index"));
        final String field = String.valueOf(index.remove("property"));
        final Object metric = index.get("distanceFunction");
        collection.createVectorIndex(
                field, metric == null ? Map.of() : Map.of("distanceFunction", metric));
        collection.insert(documents(record.get("documents")));
        final Map<String, @Nullable Object> options = new HashMap<>();
        if (call.has("options")) {
            options.putAll(map(call.get("options")));
        }
        options.remove("includeDistance");
        options.remove("includeSource");
        if (call.has("vector")) {
            options.put("vector", vector(call.get("vector")));
        } else if (call.get("source").isNumber()) {
            options.put("id", call.get("source").asLong());
        } else {
            options.put("vector", vector(call.get("source").get(field)));
        }
        if (call.get("method").asText().equals("hybridSearch")) {
            options.put("hybrid", true);
            options.put("filter", map(call.get("query")));
        }
        return collection.search(SearchOptions.schema().bind(options, ""));
    }

    private static List<Object> idsOf(List<Map<String, @Nullable Object>> results) {
        return results.stream().map(result -> result.get("$loki")).sorted().toList();
    }

    private void call(JsonNode record) {
        final List<Map<String, @Nullable Object>> results = search(record);
        final JsonNode expected = record.get("expect").get("results");
        assertEquals(expected.size(), results.size(), record.get("id").asText());
        for (int i = 0; i < results.size(); i++) {
            compare(record.get("id").asText(), expected.get(i), results.get(i));
        }
    }

    private static void compare(
            String id, JsonNode expected, Map<String, @Nullable Object> result) {
        assertEquals(expected.get("$loki").asLong(), result.get("$loki"), id);
        for (final String number : List.of("$distance", "$similarity", "$score", "$vectorScore")) {
            if (expected.has(number)) {
                assertEquals(
                        expected.get(number).asDouble(),
                        (Double) result.get(number),
                        TOLERANCE,
                        id + " " + number);
            }
        }
        if (expected.has("$queryMatch")) {
            assertEquals(expected.get("$queryMatch").asBoolean(), result.get("$queryMatch"), id);
        }
    }
}
