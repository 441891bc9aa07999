package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Searches for the nearest groups. */
abstract class GroupSuite extends RecommendSuite {
    /** A group and the ids of its hits. */
    record Found(Object group, List<Long> ids) {}

    List<Found> groups(String collection, Map<String, @Nullable Object> options) {
        return client.search(collection, options).stream().map(GroupSuite::found).toList();
    }

    private List<Found> groups(@Nullable Object... options) {
        return groups(name, map(options));
    }

    private static Found found(Map<String, @Nullable Object> result) {
        if (result.get("hits") instanceof final List<?> hits) {
            final @Nullable Object group = result.get("group");
            return new Found(
                    group instanceof Number
                            ? (Object) EngineClient.number(group)
                            : Objects.requireNonNull(group),
                    hits.stream()
                            .map(hit -> EngineClient.number(((Map<?, ?>) hit).get("$loki")))
                            .toList());
        }
        throw new AssertionError("not a group: " + result);
    }

    /** The 60 nearest are red, then come the blue, a green one, and some without a colour. */
    private void createColours() {
        client.create(name, Map.of());
        client.index(name, "e", exactIndexType(), Map.of());
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            final Object colour = i < 60 ? "red" : i < 80 ? "blue" : i == 80 ? "green" : null;
            documents.add(
                    colour == null
                            ? map("e", List.of(i, 0))
                            : map("e", List.of(i, 0), "is", map("colour", colour), "n", i % 3));
        }
        client.insert(name, documents);
    }

    @Test
    void thereAreAsManyGroupsAsThereCanBe() {
        createColours();
        assertEquals(
                List.of(
                        new Found("red", List.of(1L, 2L)),
                        new Found("blue", List.of(61L, 62L)),
                        new Found("green", List.of(81L))),
                groups(
                        "vector",
                        new float[] {0, 0},
                        "k",
                        5,
                        "groupBy",
                        "is.colour",
                        "groupSize",
                        2));
    }

    @Test
    void groupsHavePages() {
        createColours();
        final float[] vector = {0, 0};
        assertEquals(
                List.of(new Found("blue", List.of(61L, 62L, 63L))),
                groups("vector", vector, "k", 1, "groupBy", "is.colour", "offset", 1));
        assertEquals(
                List.of(), groups("vector", vector, "k", 1, "groupBy", "is.colour", "offset", 3));
    }

    @Test
    void aGroupIsFilledEvenIfItsDocumentsAreFarApart() {
        createColours();
        client.insert(name, map("e", List.of(0, 1), "is", map("colour", "blue")));
        assertEquals(
                List.of(
                        new Found("red", List.of(1L, 2L, 3L)),
                        new Found("blue", List.of(101L, 61L, 62L))),
                groups("vector", new float[] {0, 0}, "k", 2, "groupBy", "is.colour"));
    }

    @Test
    void filterAndThresholdHoldForGroups() {
        createColours();
        final float[] vector = {0, 0};
        assertEquals(
                List.of(new Found(2L, List.of(3L)), new Found(1L, List.of(2L))),
                groups(
                                "vector",
                                vector,
                                "groupBy",
                                "n",
                                "groupSize",
                                1,
                                "filter",
                                map("n", map("$ne", 0)))
                        .reversed());
        assertEquals(
                List.of(new Found("red", List.of(60L)), new Found("blue", List.of(61L))).reversed(),
                groups(
                        "vector",
                        new float[] {59.75f, 0},
                        "groupBy",
                        "is.colour",
                        "threshold",
                        0.8));
    }

    @Test
    void theDocumentThatIsAskedAboutIsInNoGroup() {
        createColours();
        assertEquals(
                List.of(new Found("red", List.of(2L))),
                groups("id", 1, "k", 1, "groupBy", "is.colour", "groupSize", 1));
    }

    @Test
    void groupsThatMakeNoSenseAreRefused() {
        createColours();
        final float[] vector = {0, 0};
        assertRefused("'e' holds vectors", "vector", vector, "groupBy", "e");
        assertRefused("groupBy and hybrid", "vector", vector, "groupBy", "n", "hybrid", true);
        assertRefused("needs one of", "groupBy", "n", "filter", Map.of());
        assertRefused("at most 1000", "vector", vector, "groupBy", "n", "k", 1_001, "groupSize", 1);
        assertRefused(
                "at most 10000", "vector", vector, "groupBy", "n", "k", 1_000, "groupSize", 11);
    }
}
