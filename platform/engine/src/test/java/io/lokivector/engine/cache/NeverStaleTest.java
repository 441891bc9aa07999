package io.lokivector.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.ViewDifference;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.tck.TestSeed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is written, and by however many: an answer of the cache is the answer that the same view
 * gives without it. And this test would see it if it were not, for wrong rules are seen by it.
 */
class NeverStaleTest {
    private static final int WRITERS = 2;
    private static final int READERS = 2;
    private static final int STEPS = 1_500;

    /** Few, so that they are asked again and again. */
    private static final List<Map<String, @Nullable Object>> QUERIES =
            List.of(
                    Map.of("n", 1),
                    Map.of("n", Map.of("$gt", 5)),
                    Map.of("n", Map.of("$ne", 3)),
                    Map.of("s", Map.of("$regex", "^a")),
                    Map.of("$or", List.of(Map.of("n", 2), Map.of("s", "b1"))),
                    Map.of("n", Map.of("$in", List.of(7, 8)), "s", Map.of("$ne", "a0")),
                    Map.of("$loki", Map.of("$lt", 10)),
                    Map.of("meta.revision", Map.of("$gte", 2)),
                    Map.of("none", Map.of("$exists", true)),
                    Map.of("e", Map.of("$size", 2)));

    @TempDir private Path directory;

    /** What a view says to a query: which documents, and which versions of them. */
    private static List<String> versions(CacheHouse house, CollectionView view, Query query) {
        final List<String> versions = new ArrayList<>();
        house.collection
                .matching(view, query)
                .forEachRemaining(found -> versions.add(version(found)));
        return versions;
    }

    private static String version(DocumentMap document) {
        return document.id() + "@" + document.meta().revision() + document.get("n");
    }

    private static Query parsed(Map<String, @Nullable Object> query) {
        return Query.parse(query, QueryLimits.standard());
    }

    @Test
    void everyAnswerIsTheAnswerWithoutTheCache() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final Map<String, @Nullable Object> options =
                    Map.of("shards", random.nextInt(1, 4), "indices", List.of("n"));
            try (CacheHouse house = new CacheHouse(directory, options)) {
                final QueryCache cache = house.cache(random.nextInt(1, 12));
                assertEquals(0, wrongAnswersOfOne(house, cache, seed));
                assertEquals(0, wrongAnswersOfMany(house, cache, seed));
                assertTrue(cache.info(house.collection.view()).hits() > 0, "it is a cache at all");
            }
        });
    }

    @Test
    void aRuleThatTrustsEveryAnswerIsFoundOut() {
        assertFoundOut(_ -> (_, _, _) -> true);
    }

    @Test
    void aRuleThatLooksOnlyAtWhatDocumentsBecameIsFoundOut() {
        assertFoundOut(house ->
                (query, was, is) ->
                        new ViewDifference(was, is)
                                .forEach((_, _, id, _, _) ->
                                        house.collection
                                                .document(is, id)
                                                .filter(query::matches)
                                                .isEmpty()));
    }

    @Test
    void aRuleThatLooksOnlyAtWhatDocumentsWereIsFoundOut() {
        assertFoundOut(house ->
                (query, was, is) ->
                        new ViewDifference(was, is)
                                .forEach((_, _, id, _, _) ->
                                        house.collection
                                                .document(was, id)
                                                .filter(query::matches)
                                                .isEmpty()));
    }

    @Test
    void aRuleThatCountsDocumentsIsFoundOut() {
        assertFoundOut(_ -> (_, was, is) -> was.size() == is.size());
    }

    private void assertFoundOut(Function<CacheHouse, Validity> rule) {
        TestSeed.run(seed -> {
            try (CacheHouse house = new CacheHouse(directory, Map.of())) {
                final QueryCache cache = house.cache(10, rule.apply(house));
                assertNotEquals(
                        0, wrongAnswersOfOne(house, cache, seed), "stale answers went unseen");
            }
        });
    }

    /** How many answers were wrong, of one who writes and asks in turn: always the same. */
    private static int wrongAnswersOfOne(CacheHouse house, QueryCache cache, long seed) {
        final RandomGenerator random = TestSeed.random(seed);
        int wrong = 0;
        for (int i = 0; i < STEPS; i++) {
            write(house, random, true);
            wrong += ask(house, cache, random) ? 0 : 1;
        }
        return wrong;
    }

    /** How many answers were wrong while several wrote and asked at once. */
    private static int wrongAnswersOfMany(CacheHouse house, QueryCache cache, long seed)
            throws Exception {
        final AtomicInteger wrong = new AtomicInteger();
        // Virtual threads would starve the writers: readers never wait for anything.
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            final List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                final RandomGenerator random = TestSeed.random(seed + 1 + writer);
                final boolean changesIndexes = writer == 0;
                writers.add(
                        threads.submit(() -> {
                            for (int i = 0; i < STEPS; i++) {
                                write(house, random, changesIndexes);
                            }
                        }));
            }
            final List<Future<?>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                final RandomGenerator random = TestSeed.random(seed + 100 + reader);
                readers.add(
                        threads.submit(() -> {
                            do {
                                wrong.addAndGet(ask(house, cache, random) ? 0 : 1);
                            } while (!writers.stream().allMatch(Future::isDone));
                        }));
            }
            for (final Future<?> each : writers) {
                each.get();
            }
            for (final Future<?> each : readers) {
                each.get();
            }
        }
        return wrong.get();
    }

    /** Whether the cache answers as the view does. */
    private static boolean ask(CacheHouse house, QueryCache cache, RandomGenerator random) {
        final Map<String, @Nullable Object> query = QUERIES.get(random.nextInt(QUERIES.size()));
        final CollectionView view = house.collection.view();
        if (random.nextInt(50) == 0) {
            cache.maintain();
        }
        if (random.nextInt(4) == 0) {
            final long count =
                    cache.answer(
                            view,
                            new Question("count", query, List.of()),
                            parsed -> (long) versions(house, view, parsed).size(),
                            _ -> 0);
            return count == versions(house, view, parsed(query)).size();
        }
        final List<String> found =
                cache.answer(
                        view,
                        new Question("find", query, List.of()),
                        parsed -> versions(house, view, parsed),
                        versions -> 10L * versions.size());
        return found.equals(versions(house, view, parsed(query)));
    }

    private static void write(CacheHouse house, RandomGenerator random, boolean changesIndexes) {
        try {
            if (changesIndexes && random.nextInt(100) == 0) {
                house.index(random.nextBoolean() ? "s" : "n", "ordered");
            }
            final long id = random.nextLong(1, Math.max(2, house.collection.view().nextId()));
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4 -> house.collection.writer().insert(List.of(document(random)));
                case 5 ->
                        house.collection
                                .writer()
                                .insert(
                                        List.of(
                                                document(random),
                                                document(random),
                                                document(random)));
                case 6, 7, 8, 9 ->
                        house.collection.writer().replace(id, document(random), Optional.empty());
                case 10, 11, 12, 13 ->
                        house.collection
                                .writer()
                                .patch(id, Map.of("n", random.nextInt(10)), Optional.empty());
                case 14, 15 ->
                        house.collection
                                .writer()
                                .update(
                                        Map.of("n", random.nextInt(10)),
                                        Map.of("$set", Map.of("s", "b" + random.nextInt(3))));
                default -> house.collection.writer().delete(id, Optional.empty());
            }
        } catch (LokiVectorException e) {
            // The document may be gone, the index be made or dropped by another.
            assertTrue(
                    e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.CONFLICT,
                    () -> "refused: " + e.problem());
        }
    }

    private static Map<String, @Nullable Object> document(RandomGenerator random) {
        final String text = (random.nextBoolean() ? "a" : "b") + random.nextInt(3);
        return random.nextInt(5) == 0
                ? Map.of("n", random.nextInt(10), "s", text, "e", List.of(1, 2))
                : Map.of("n", random.nextInt(10), "s", text);
    }
}
