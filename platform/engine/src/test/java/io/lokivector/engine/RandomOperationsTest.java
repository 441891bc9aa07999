package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.tck.TestSeed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random writes, indexes and restarts against a model that is nothing but a map. */
class RandomOperationsTest {
    @TempDir private Path directory;

    private final TestRegistry registry = new TestRegistry();
    private final TreeMap<Long, Map<String, @Nullable Object>> model = new TreeMap<>();

    RandomOperationsTest() {
        registry.add(new ToyIndexFactory());
    }

    @Test
    void theDatabaseDoesWhatAMapWouldDo() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final Map<String, @Nullable Object> options =
                    Map.of(
                            "shards", random.nextInt(1, 4),
                            "unique", List.of("u"),
                            "indices", List.of("n"));
            TestDatabase database = TestDatabase.open(directory, registry);
            try {
                Collection collection = database.engine.createCollection("c", options);
                for (int step = 0; step < 400; step++) {
                    change(collection, random);
                    if (random.nextInt(40) == 0) {
                        toggleIndex(collection);
                    }
                    if (random.nextInt(60) == 0) {
                        database.close();
                        database = TestDatabase.open(directory, registry);
                        collection = database.engine.collection("c");
                    }
                    if (step % 10 == 0) {
                        check(collection, random);
                    }
                }
                check(collection, random);
            } finally {
                database.close();
            }
        });
    }

    private static Map<String, @Nullable Object> document(RandomGenerator random) {
        final Map<String, @Nullable Object> document = new HashMap<>();
        document.put("n", (long) random.nextInt(10));
        if (random.nextInt(3) == 0) {
            document.put("u", "u" + random.nextInt(60));
        }
        if (random.nextInt(4) != 0) {
            document.put("e", List.of((double) random.nextInt(100), (double) random.nextInt(100)));
        }
        return document;
    }

    private void change(Collection collection, RandomGenerator random) {
        final long id = model.isEmpty() ? 1 : random.nextLong(1, model.lastKey() + 2);
        switch (random.nextInt(6)) {
            case 0, 1 -> insert(collection, random);
            case 2 -> replace(collection, id, document(random));
            case 3 -> remove(collection, id);
            case 4 -> {
                final long n = random.nextInt(10);
                final long changed =
                        collection.update(Map.of("n", n), Map.of("$inc", Map.of("n", 1L)));
                long expected = 0;
                for (final Map<String, @Nullable Object> document : model.values()) {
                    if (document.get("n").equals(n)) {
                        document.put("n", n + 1);
                        expected++;
                    }
                }
                assertEquals(expected, changed);
            }
            default -> {
                if (model.containsKey(id)) {
                    collection.patch(id, Map.of("$unset", Map.of("e", 1)));
                    model.get(id).remove("e");
                }
            }
        }
    }

    private void insert(Collection collection, RandomGenerator random) {
        final List<Map<String, @Nullable Object>> batch = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            batch.add(document(random));
        }
        final List<Object> taken = new ArrayList<>();
        model.values().forEach(document -> taken.add(document.get("u")));
        boolean isUnique = true;
        for (final Map<String, @Nullable Object> document : batch) {
            final Object u = document.get("u");
            isUnique &= u == null || !taken.contains(u);
            taken.add(u);
        }
        if (isUnique) {
            final List<Long> ids = collection.insert(batch);
            for (int i = 0; i < ids.size(); i++) {
                assertTrue(model.isEmpty() || ids.get(i) > model.lastKey());
                model.put(ids.get(i), new HashMap<>(batch.get(i)));
            }
        } else {
            assertEquals(
                    ErrorCode.CONFLICT,
                    assertThrows(LokiVectorException.class, () -> collection.insert(batch)).code());
        }
    }

    private void replace(Collection collection, long id, Map<String, @Nullable Object> document) {
        final Object u = document.get("u");
        final boolean isTaken =
                u != null
                        && model.entrySet().stream()
                                .anyMatch(other ->
                                        other.getKey() != id
                                                && u.equals(other.getValue().get("u")));
        if (model.containsKey(id) && !isTaken) {
            collection.replace(id, document);
            model.put(id, new HashMap<>(document));
        } else {
            assertThrows(LokiVectorException.class, () -> collection.replace(id, document));
        }
    }

    private void remove(Collection collection, long id) {
        assertEquals(model.containsKey(id) ? 1 : 0, collection.remove(Map.of("$loki", id)));
        model.remove(id);
    }

    private static void toggleIndex(Collection collection) {
        if (collection.indexes().stream().anyMatch(index -> index.field().equals("e"))) {
            collection.dropIndex("e");
        } else {
            collection.createIndex("e", "toy", Map.of("dimensions", 2));
        }
    }

    private void check(Collection collection, RandomGenerator random) {
        final Map<Long, Map<String, @Nullable Object>> found = new TreeMap<>();
        for (final Map<String, @Nullable Object> document : collection.find(Map.of())) {
            final Map<String, @Nullable Object> plain = new HashMap<>(document);
            plain.remove("meta");
            plain.remove("$loki");
            plain.computeIfPresent("e", (_, vector) -> numbers(vector));
            plain.computeIfPresent("n", (_, n) -> n);
            found.put((Long) document.get("$loki"), plain);
        }
        final Map<Long, Map<String, @Nullable Object>> expected = new TreeMap<>();
        model.forEach((id, document) -> {
            final Map<String, @Nullable Object> plain = new HashMap<>(document);
            plain.computeIfPresent("e", (_, vector) -> numbers(vector));
            expected.put(id, plain);
        });
        assertEquals(expected, found);
        final long n = random.nextInt(12);
        assertEquals(
                model.values().stream().filter(document -> document.get("n").equals(n)).count(),
                collection.count(Map.of("n", n)));
        if (collection.indexes().stream().anyMatch(index -> index.field().equals("e"))) {
            checkSearch(collection, random);
        }
    }

    private static List<Double> numbers(Object vector) {
        final List<Double> numbers = new ArrayList<>();
        if (vector instanceof final float[] packed) {
            for (final float number : packed) {
                numbers.add((double) number);
            }
        } else {
            ((List<?>) vector).forEach(number -> numbers.add(((Number) number).doubleValue()));
        }
        return numbers;
    }

    private void checkSearch(Collection collection, RandomGenerator random) {
        final float[] query = {random.nextInt(100), random.nextInt(100)};
        final List<Long> expected =
                model.entrySet().stream()
                        .filter(entry -> entry.getValue().get("e") != null)
                        .sorted(
                                Comparator
                                        .<Map.Entry<Long, Map<String, @Nullable Object>>>
                                                comparingDouble(entry ->
                                                        distance(query, entry.getValue().get("e")))
                                        .thenComparing(Map.Entry::getKey))
                        .map(Map.Entry::getKey)
                        .toList();
        assertEquals(
                expected,
                collection.search(SearchOptions.nearest(query, 10_000)).stream()
                        .map(document -> (Long) document.get("$loki"))
                        .toList());
    }

    private static double distance(float[] query, Object vector) {
        final List<Double> numbers = numbers(vector);
        return Math.hypot(query[0] - numbers.get(0), query[1] - numbers.get(1));
    }
}
