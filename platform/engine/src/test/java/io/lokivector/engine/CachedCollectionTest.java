package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.tck.TestSeed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two collections with the same documents, one without a cache: nobody can tell which is which. */
class CachedCollectionTest {
    private static final int STEPS = 600;

    @TempDir private Path directory;

    private final TestRegistry registry = new TestRegistry();
    private TestDatabase database;
    private Collection cached;
    private Collection uncached;

    @BeforeEach
    void open() {
        registry.add(new ToyIndexFactory());
        database = TestDatabase.open(directory, registry);
        final Map<String, @Nullable Object> options = Map.of("unique", List.of("u"), "shards", 2);
        cached = database.engine.createCollection("cached", options);
        uncached = database.engine.createCollection("uncached", options);
        cached.resizeCache(20);
        uncached.resizeCache(0);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whateverHappensBothAnswerTheSame() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            for (int step = 0; step < STEPS; step++) {
                final long choice = random.nextLong();
                assertEquals(change(cached, choice), change(uncached, choice));
                for (int asked = 0; asked < 3; asked++) {
                    final long question = random.nextLong(40);
                    assertEquals(ask(uncached, question), ask(cached, question));
                }
                if (step == STEPS / 2) {
                    restart();
                }
            }
            assertTrue(cached.cacheInfo().hits() > STEPS / 10, "it is a cache at all");
            assertEquals(0, uncached.cacheInfo().hits());
        });
    }

    private void restart() {
        database.close();
        database = TestDatabase.open(directory, registry);
        cached = database.engine.collection("cached");
        uncached = database.engine.collection("uncached");
        assertEquals(20, cached.cacheInfo().capacity());
        assertEquals(0, uncached.cacheInfo().capacity());
    }

    /** A change that the number stands for, and what came of it. */
    private static String change(Collection collection, long number) {
        final RandomGenerator random = TestSeed.random(number);
        final long id = random.nextLong(1, 60);
        try {
            return switch (random.nextInt(12)) {
                case 0, 1, 2 -> collection.insert(document(random)).toString();
                case 3 -> {
                    collection.replace(id, document(random).get(0));
                    yield "replaced";
                }
                case 4, 5 -> {
                    collection.patch(id, Map.of("n", random.nextInt(5)));
                    yield "patched";
                }
                case 6 -> {
                    collection.patch(id, Map.of("e", List.of(id, random.nextInt(5))));
                    yield "moved";
                }
                case 7 ->
                        "updated "
                                + collection.update(
                                        Map.of("n", random.nextInt(5)),
                                        Map.of("$inc", Map.of("n", 1)));
                case 8 -> "removed " + collection.remove(Map.of("n", 5 + random.nextInt(3)));
                case 9 -> {
                    collection.delete(id);
                    yield "deleted";
                }
                case 10 -> toggled(collection, "e", "toy", random);
                default -> toggled(collection, "n", "ordered", random);
            };
        } catch (LokiVectorException e) {
            return e.code().toString();
        }
    }

    private static String toggled(
            Collection collection, String field, String type, RandomGenerator random) {
        if (random.nextInt(3) > 0) {
            return "left";
        }
        if (collection.indexes().stream().anyMatch(index -> index.field().equals(field))) {
            collection.dropIndex(field);
            return "dropped";
        }
        return collection.createIndex(field, type, Map.of()).type();
    }

    private static List<Map<String, @Nullable Object>> document(RandomGenerator random) {
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            final Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("n", random.nextInt(5));
            document.put("u", "u" + random.nextInt(80));
            if (random.nextBoolean()) {
                document.put("e", List.of(random.nextInt(5), random.nextInt(5)));
            }
            documents.add(document);
        }
        return documents;
    }

    /** The answer to one of a few questions, in text, which shows vectors, too. */
    private static String ask(Collection collection, long number) {
        final RandomGenerator random = TestSeed.random(number);
        final Map<String, @Nullable Object> query =
                switch (random.nextInt(5)) {
                    case 0 -> Map.of("n", random.nextInt(4));
                    case 1 -> Map.of("n", Map.of("$gte", random.nextInt(6)));
                    case 2 -> Map.of("e", Map.of("$exists", true));
                    case 3 -> Map.of("$loki", Map.of("$lt", 20));
                    default -> Map.of();
                };
        final FindOptions options =
                new FindOptions(
                        random.nextBoolean() ? List.of(List.of("n", true), "u") : List.of(),
                        random.nextInt(3),
                        random.nextBoolean() ? Optional.of(random.nextInt(5)) : Optional.empty(),
                        random.nextInt(3) == 0 ? List.of("n", "e") : List.of());
        return switch (random.nextInt(4)) {
            case 0 -> String.valueOf(collection.count(query));
            case 1 -> shown(collection.findOne(query, options).stream());
            default -> shown(collection.find(query, options).stream());
        };
    }

    private static String shown(Stream<Map<String, @Nullable Object>> documents) {
        return documents
                .map(document -> {
                    final Map<String, @Nullable Object> plain = new LinkedHashMap<>(document);
                    plain.computeIfPresent(
                            "e", (_, e) -> e instanceof final float[] vector ? numbers(vector) : e);
                    return plain.toString();
                })
                .toList()
                .toString();
    }

    private static List<Float> numbers(float[] vector) {
        final List<Float> numbers = new ArrayList<>();
        for (final float number : vector) {
            numbers.add(number);
        }
        return numbers;
    }

    @Test
    void whoChangesAnAnswerChangesNoOther() {
        cached.createIndex("e", "toy", Map.of());
        cached.insert(Map.of("n", 1, "e", new float[] {1, 2}, "list", List.of(1)));
        final List<Map<String, @Nullable Object>> first = cached.find(Map.of("n", 1));
        assertThrows(UnsupportedOperationException.class, first::clear);
        assertThrows(UnsupportedOperationException.class, () -> first.get(0).put("n", 2));
        final List<?> list = (List<?>) first.get(0).get("list");
        assertThrows(UnsupportedOperationException.class, list::clear);
        final List<Map<String, @Nullable Object>> again = cached.find(Map.of("n", 1));
        assertEquals(1, cached.cacheInfo().hits());
        assertArrayEquals(new float[] {1, 2}, (float[]) again.get(0).get("e"));
        final List<Map<String, @Nullable Object>> projected =
                cached.find(
                        Map.of("n", 1),
                        new FindOptions(List.of(), 0, Optional.empty(), List.of("n")));
        projected.get(0).put("n", 2);
        assertEquals(1L, cached.find(Map.of("n", 1)).get(0).get("n"));
    }
}
