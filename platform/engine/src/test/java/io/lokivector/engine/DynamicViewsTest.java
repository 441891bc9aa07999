package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.Page;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import io.lokivector.tck.TestSeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dynamic views against what their filters and order give when everything is looked at anew. */
class DynamicViewsTest {
    private static final QueryLimits LIMITS = QueryLimits.standard();
    private static final List<@Nullable Object> VALUES =
            Arrays.asList(null, true, "", "7", "b", 1L, 2L, 3L, 7.5, List.of(3L), Map.of("x", 1L));

    @TempDir private Path directory;

    private final TestRegistry registry = new TestRegistry();

    DynamicViewsTest() {
        registry.add(new ToyIndexFactory());
    }

    @Test
    void aViewIsAlwaysWhatLookingAtEverythingWouldGive() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            TestDatabase database = TestDatabase.open(directory, registry);
            try {
                Collection collection =
                        database.engine.createCollection(
                                "c", Map.of("shards", random.nextInt(1, 4)));
                for (int i = 0; i < 100; i++) {
                    collection.insert(document(random));
                }
                final Map<String, ViewDefinition> views = new HashMap<>();
                for (int step = 0; step < 500; step++) {
                    if (random.nextInt(4) == 0) {
                        changeViews(collection, views, random);
                    } else {
                        write(collection, random);
                    }
                    if (random.nextInt(20) == 0) {
                        database.engine.maintain();
                    }
                    if (random.nextInt(60) == 0) {
                        database.context.clock().advance(Duration.ofMinutes(11));
                    }
                    if (random.nextInt(100) == 0) {
                        database.close();
                        database = TestDatabase.open(directory, registry);
                        collection = database.engine.collection("c");
                    }
                    if (random.nextInt(3) == 0) {
                        check(collection, views, random);
                    }
                }
            } finally {
                database.close();
            }
        });
    }

    private static Map<String, @Nullable Object> document(RandomGenerator random) {
        final Map<String, @Nullable Object> document = new HashMap<>();
        for (final String field : List.of("a", "b", "c")) {
            if (random.nextInt(4) > 0) {
                document.put(field, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        if (random.nextBoolean()) {
            document.put("e", List.of((double) random.nextInt(9), 1.0));
        }
        return document;
    }

    private static void write(Collection collection, RandomGenerator random) {
        final long id = random.nextLong(1, 200);
        final boolean isThere = collection.get(id).isPresent();
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                final List<Map<String, @Nullable Object>> batch = new ArrayList<>();
                for (int i = random.nextInt(1, random.nextInt(10) == 0 ? 60 : 4); i > 0; i--) {
                    batch.add(document(random));
                }
                collection.insert(batch);
            }
            case 2, 3 -> {
                if (isThere) {
                    collection.replace(id, document(random));
                }
            }
            case 4 -> {
                if (isThere) {
                    collection.delete(id);
                }
            }
            case 5 -> collection.update(query(random), Map.of("$set", Map.of("b", 3L)));
            case 6 -> {
                if (random.nextInt(20) == 0) {
                    collection.remove(query(random));
                } else if (random.nextInt(30) == 0) {
                    collection.clear();
                }
            }
            default -> {
                if (collection.indexes().isEmpty()) {
                    collection.createIndex("e", "toy", Map.of("dimensions", 2));
                } else {
                    collection.dropIndex("e");
                }
            }
        }
    }

    private static Map<String, @Nullable Object> query(RandomGenerator random) {
        final String field =
                List.of("a", "b", "c", "$loki", "meta.revision").get(random.nextInt(5));
        final Object value = List.of(1L, 2L, 3L, 50L, "b").get(random.nextInt(5));
        final String operator =
                List.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte").get(random.nextInt(6));
        return Map.of(field, Map.of(operator, value));
    }

    private static List<Object> sort(RandomGenerator random) {
        final List<Object> sort = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            final String field = List.of("a", "b", "c", "meta.revision").get(random.nextInt(4));
            sort.add(List.of(field, random.nextBoolean()));
        }
        return sort;
    }

    private static void changeViews(
            Collection collection, Map<String, ViewDefinition> views, RandomGenerator random) {
        final String name = "view-" + random.nextInt(5);
        final @Nullable ViewDefinition known = views.get(name);
        final Optional<String> uid =
                random.nextBoolean() ? Optional.of("f" + random.nextInt(2)) : Optional.empty();
        if (known == null) {
            final ViewDefinition wanted =
                    new ViewDefinition(
                            name,
                            random.nextBoolean()
                                    ? List.of()
                                    : List.of(new ViewFilter(uid, query(random))),
                            sort(random),
                            random.nextBoolean());
            assertEquals(
                    ErrorCode.NOT_FOUND,
                    assertThrows(LokiVectorException.class, () -> collection.view(name)).code());
            views.put(name, collection.createView(wanted).definition());
            assertEquals(wanted, views.get(name));
            return;
        }
        final View view = collection.view(name);
        assertEquals(known, view.definition());
        switch (random.nextInt(6)) {
            case 0 -> {
                collection.dropView(name);
                views.remove(name);
            }
            case 1 -> views.put(name, view.sort(sort(random)));
            case 2 -> views.put(name, view.removeFilters());
            case 3 -> {
                if (known.filters().stream().anyMatch(filter -> filter.uid().isPresent())) {
                    known.filters().stream()
                            .flatMap(filter -> filter.uid().stream())
                            .findFirst()
                            .ifPresent(given -> views.put(name, view.removeFilter(given)));
                }
            }
            default ->
                    views.put(
                            name,
                            uid.isPresent()
                                    ? view.addFilter(query(random), uid.get())
                                    : view.addFilter(query(random)));
        }
    }

    private static void check(
            Collection collection, Map<String, ViewDefinition> views, RandomGenerator random) {
        assertEquals(
                views.keySet(),
                collection.views().stream().map(ViewDefinition::name).collect(Collectors.toSet()));
        for (final ViewDefinition view : views.values()) {
            if (random.nextInt(3) > 0) {
                final List<Long> expected = naive(collection, view);
                final View read = collection.view(view.name());
                assertEquals(expected, ids(read.data()), view.toString());
                assertEquals(expected.size(), read.count());
                final int offset = random.nextInt(expected.size() + 2);
                final int limit = random.nextInt(30);
                assertEquals(
                        expected.stream().skip(offset).limit(limit).toList(),
                        ids(read.data(new Page(offset, Optional.of(limit), List.of()))));
            }
        }
    }

    private static List<Long> naive(Collection collection, ViewDefinition view) {
        final List<Map<String, @Nullable Object>> all = new ArrayList<>();
        collection.export(Map.of()).forEachRemaining(all::add);
        for (final ViewFilter filter : view.filters()) {
            final Query query = Query.parse(filter.query(), LIMITS);
            all.removeIf(document -> !query.matches(document));
        }
        if (!view.sort().isEmpty()) {
            all.sort(DocumentOrder.parse(view.sort(), LIMITS));
        }
        return ids(all);
    }

    private static List<Long> ids(List<Map<String, @Nullable Object>> documents) {
        return documents.stream().map(document -> (Long) document.get("$loki")).toList();
    }

    @Test
    void whoeverReadsSeesWholeWritesAndAllThatWereAcknowledged() throws Exception {
        final int writers = 3;
        final int rounds = 40;
        final int batch = 6;
        try (TestDatabase database = TestDatabase.open(directory, registry);
                var threads =
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("views-", 0).factory())) {
            final Collection collection =
                    database.engine.createCollection("c", Map.of("shards", 3));
            final View sorted =
                    collection.createView(
                            new ViewDefinition(
                                    "sorted",
                                    List.of(new ViewFilter(Optional.empty(), Map.of("isIn", true))),
                                    List.of(List.of("tag", true)),
                                    false));
            final View unsorted = collection.createView("unsorted");
            unsorted.addFilter(Map.of("isIn", true));
            final List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                final int number = writer;
                all.add(
                        threads.submit(() -> {
                            for (int round = 0; round < rounds; round++) {
                                final String tag = number + "-" + round;
                                final View view = round % 2 == 0 ? sorted : unsorted;
                                collection.insert(
                                        Collections.nCopies(
                                                batch, Map.of("tag", tag, "isIn", true)));
                                assertEquals(batch, tags(view.data()).get(tag), "just inserted");
                                collection.update(
                                        Map.of("tag", tag),
                                        Map.of("$set", Map.of("isIn", round % 3 == 0)));
                                assertEquals(
                                        round % 3 == 0 ? batch : null,
                                        tags(view.data()).get(tag),
                                        "just updated");
                                if (round % 5 == 0) {
                                    collection.remove(Map.of("tag", tag));
                                    assertEquals(null, tags(view.data()).get(tag), "just removed");
                                }
                            }
                        }));
            }
            while (!all.stream().allMatch(Future::isDone)) {
                for (final View view : List.of(sorted, unsorted)) {
                    tags(view.data())
                            .forEach((tag, count) -> assertEquals(batch, count, "tag " + tag));
                }
                database.engine.maintain();
            }
            for (final Future<?> each : all) {
                each.get();
            }
            assertEquals(naive(collection, sorted.definition()), ids(sorted.data()));
            assertEquals(naive(collection, unsorted.definition()), ids(unsorted.data()));
        }
    }

    private static Map<Object, Integer> tags(List<Map<String, @Nullable Object>> documents) {
        return documents.stream()
                .map(document -> String.valueOf(document.get("tag")))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.summingInt(_ -> 1)));
    }

    @Test
    void thereAreLimitsToViewsAndFilters() {
        final Map<String, @Nullable Object> limits = Map.of("viewsMax", 2, "viewFiltersMax", 2);
        try (TestDatabase database =
                TestDatabase.open(directory, registry, limits, storage -> storage)) {
            final Collection collection = database.engine.createCollection("c");
            final View view = collection.createView("a");
            view.addFilter(Map.of("n", 1));
            view.addFilter(Map.of("n", 2), "uid");
            view.addFilter(Map.of("n", 3), "uid");
            assertRefused(() -> view.addFilter(Map.of("n", 4)), "at most 2 filters");
            assertEquals(2, view.definition().filters().size());
            collection.createView("b");
            assertRefused(() -> collection.createView("c"), "at most 2 dynamic views");
            assertEquals(2, collection.views().size());
        }
    }

    private static void assertRefused(Runnable change, String reason) {
        final LokiVectorException refused = assertThrows(LokiVectorException.class, change::run);
        assertEquals(ErrorCode.BAD_REQUEST, refused.code());
        assertEquals(true, String.valueOf(refused.getMessage()).contains(reason));
    }

    @Test
    void aViewThatCannotBeComputedSaysSoAndRecovers() {
        try (TestDatabase database = TestDatabase.open(directory, registry)) {
            final Collection collection = database.engine.createCollection("c");
            collection.insert(Map.of("t", "b"));
            final View view = collection.createView("costly");
            view.addFilter(Map.of("t", Map.of("$regex", "(.*)(.*)(.*)\\1\\2\\3x$")));
            assertEquals(0, view.count());
            final long costly = collection.insert(Map.of("t", "ab".repeat(2_000)));
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        ErrorCode.BAD_REQUEST,
                        assertThrows(LokiVectorException.class, view::count).code());
                database.engine.maintain();
            }
            collection.delete(costly);
            assertEquals(0, view.count());
        }
    }
}
