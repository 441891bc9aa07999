package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.spi.request.FindOptions;
import io.lokivector.tck.TestSeed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections so large that all cores read them must answer like a list of their documents. */
class LargeFindTest {
    private static final int DOCUMENTS = 20_000;

    private final TreeMap<Long, Map<String, Object>> expected = new TreeMap<>();

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void answersLikeAListOfDocuments(int shards) {
        TestSeed.run(seed -> {
            expected.clear();
            final RandomGenerator random = TestSeed.random(seed);
            try (TestDatabase database =
                    TestDatabase.open(directory.resolve("of-" + seed), new TestRegistry())) {
                final Collection collection =
                        database.engine.createCollection("c", Map.of("shards", shards));
                fill(collection, random);
                // More than once, because columns are kept from the second scan on.
                for (int round = 0; round < 3; round++) {
                    check(collection);
                    change(collection, random);
                }
            }
        });
    }

    private void fill(Collection collection, RandomGenerator random) {
        final List<Map<String, @Nullable Object>> batch = new ArrayList<>();
        for (long id = 1; id <= DOCUMENTS; id++) {
            final Map<String, Object> document =
                    Map.of(
                            "n",
                            (long) random.nextInt(1_000),
                            "city",
                            "Town " + random.nextInt(50),
                            "part",
                            Map.of("kind", "k" + random.nextInt(4)));
            expected.put(id, document);
            batch.add(new HashMap<>(document));
        }
        collection.insert(batch);
    }

    private void change(Collection collection, RandomGenerator random) {
        for (int i = 0; i < 20; i++) {
            final long id = 1 + random.nextInt(DOCUMENTS);
            if (expected.containsKey(id)) {
                if (random.nextBoolean()) {
                    collection.delete(id);
                    expected.remove(id);
                } else {
                    final Map<String, Object> changed = new HashMap<>(expected.get(id));
                    changed.put("n", 5_000L + i);
                    collection.patch(id, Map.of("n", 5_000L + i));
                    expected.put(id, changed);
                }
            }
        }
    }

    private void check(Collection collection) {
        check(collection, Map.of("n", Map.of("$gte", 500)), each -> n(each) >= 500);
        check(collection, Map.of("n", Map.of("$gt", 4_000)), each -> n(each) > 4_000);
        check(collection, Map.of("city", Map.of("$regex", "1$")), each -> city(each).endsWith("1"));
        check(
                collection,
                Map.of("part.kind", "k2", "n", Map.of("$lt", 100), "city", Map.of("$ne", "Town 7")),
                each ->
                        each.get("part").equals(Map.of("kind", "k2"))
                                && n(each) < 100
                                && !city(each).equals("Town 7"));
    }

    private void check(
            Collection collection,
            Map<String, @Nullable Object> query,
            Predicate<Map<String, Object>> matches) {
        final List<Long> ids = new ArrayList<>();
        expected.forEach((id, document) -> {
            if (matches.test(document)) {
                ids.add(id);
            }
        });
        assertEquals(ids.size(), collection.count(query));
        assertEquals(ids, found(collection, query, List.of(), 0, DOCUMENTS));
        assertEquals(page(ids, 30, 7), found(collection, query, List.of(), 30, 7));
        final List<Long> sorted = new ArrayList<>(ids);
        sorted.sort(
                Comparator.comparing((Long id) -> city(expected.get(id)))
                        .thenComparing(id -> n(expected.get(id)), Comparator.reverseOrder()));
        final List<Object> sort = List.of("city", List.of("n", true));
        assertEquals(sorted, found(collection, query, sort, 0, DOCUMENTS));
        assertEquals(page(sorted, 3, 20), found(collection, query, sort, 3, 20));
    }

    private static List<Long> page(List<Long> ids, int offset, int limit) {
        return ids.stream().skip(offset).limit(limit).toList();
    }

    private static List<Long> found(
            Collection collection,
            Map<String, @Nullable Object> query,
            List<Object> sort,
            int offset,
            int limit) {
        return collection
                .find(query, new FindOptions(sort, offset, Optional.of(limit), List.of()))
                .stream()
                .map(document -> (Long) document.get("$loki"))
                .toList();
    }

    private static long n(Map<String, Object> document) {
        return (Long) document.get("n");
    }

    private static String city(Map<String, Object> document) {
        return (String) document.get("city");
    }
}
