package io.lokivector.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.spi.LokiVectorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCacheTest {
    private static final Map<String, @Nullable Object> QUERY = Map.of("n", 2);

    @TempDir private Path directory;

    private CacheHouse house;
    private QueryCache cache;
    private int computations;

    @BeforeEach
    void open() throws IOException {
        house = new CacheHouse(directory, Map.of());
        cache = house.cache(10);
        insert(Map.of("n", 1));
        insert(Map.of("n", 2));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void insert(Map<String, @Nullable Object> document) {
        house.collection.writer().insert(List.of(document));
    }

    private List<Long> ids(CollectionView view, Map<String, @Nullable Object> query) {
        return cache.answer(
                view,
                new Question("ids", query, List.of()),
                parsed -> {
                    computations++;
                    final List<Long> ids = new ArrayList<>();
                    house.collection
                            .matching(view, parsed)
                            .forEachRemaining(document -> ids.add(document.id()));
                    return ids;
                },
                ids -> 8L * ids.size());
    }

    private List<Long> ids(Map<String, @Nullable Object> query) {
        return ids(house.collection.view(), query);
    }

    @Test
    void anAnswerIsGivenAgainForTheSameView() {
        assertSame(ids(QUERY), ids(QUERY));
        assertEquals(1, computations);
    }

    @Test
    void changesThatTheQueryDoesNotSeeAreNoReasonToAnswerAnew() {
        final List<Long> first = ids(QUERY);
        insert(Map.of("n", 3));
        house.collection.writer().update(Map.of("n", 3), Map.of("$set", Map.of("n", 4)));
        house.collection.writer().remove(Map.of("n", 1));
        assertSame(first, ids(QUERY));
        insert(Map.of("n", 2));
        assertEquals(List.of(2L, 4L), ids(QUERY));
    }

    @Test
    void afterManyChangesAnAnswerIsNotLookedAfter() {
        ids(QUERY);
        insertMany(UnseenChanges.CHANGES_MAX);
        ids(QUERY);
        assertEquals(1, computations, "not too many yet");
        insertMany(UnseenChanges.CHANGES_MAX + 1);
        ids(QUERY);
        assertEquals(2, computations);
    }

    private void insertMany(int count) {
        house.collection.writer().insert(Collections.nCopies(count, Map.of("n", 3)));
    }

    @Test
    void whoStillLooksAtAnOlderViewGetsWhatIsTrueThere() {
        final CollectionView older = house.collection.view();
        ids(older, QUERY);
        insert(Map.of("n", 2));
        assertEquals(List.of(2L, 3L), ids(QUERY));
        assertEquals(List.of(2L), ids(older, QUERY));
        assertEquals(List.of(2L, 3L), ids(QUERY));
        assertEquals(3, computations, "the older answer has not replaced the newer one");
    }

    @Test
    void anAnswerDoesNotOutliveTheIndexesItWasFoundWith() {
        ids(QUERY);
        house.index("n", "ordered");
        ids(QUERY);
        house.index("n", "ordered");
        ids(QUERY);
        assertEquals(3, computations);
    }

    @Test
    void maintenanceForgetsWhatIsNotTrueAnyMoreAndKeepsTheRest() {
        ids(QUERY);
        ids(Map.of("n", 5));
        insert(Map.of("n", 2));
        cache.maintain();
        assertEquals(1, cache.info(house.collection.view()).entries());
        ids(Map.of("n", 5));
        assertEquals(2, computations);
    }

    @Test
    void noMoreAnswersAreKeptThanTheCapacityAllows() {
        for (int n = 0; n < 200; n++) {
            ids(Map.of("n", n));
        }
        assertTrue(cache.entries() <= 10, () -> cache.entries() + " entries");
    }

    @Test
    void aVeryLargeAnswerIsNotKept() {
        final Question question = new Question("large", QUERY, List.of());
        for (int i = 0; i < 2; i++) {
            cache.answer(house.collection.view(), question, _ -> "large", _ -> 1L << 40);
        }
        assertFalse(cache.holds(house.collection.view(), question));
        assertEquals(0, cache.bytes());
    }

    @Test
    void largeAnswersLeaveLessRoomForOthers() {
        for (int n = 0; n < 10; n++) {
            cache.answer(
                    house.collection.view(),
                    new Question("large", Map.of("n", n), List.of()),
                    _ -> "large",
                    _ -> 100_000);
        }
        for (int i = 0; i < 10; i++) {
            ids(Map.of("n", i));
        }
        assertTrue(cache.bytes() <= 1 << 20, () -> cache.bytes() + " bytes");
    }

    @Test
    void aMalformedQueryIsRefusedEveryTime() {
        for (int i = 0; i < 2; i++) {
            assertThrows(LokiVectorException.class, () -> ids(Map.of("n", Map.of("$nonsense", 1))));
        }
        assertEquals(0, cache.entries());
    }

    @Test
    void aQueryThatChangesAfterItWasAskedIsAnotherQuestion() {
        final Map<String, @Nullable Object> query = new HashMap<>(QUERY);
        assertEquals(List.of(2L), ids(query));
        query.put("n", 1);
        assertEquals(List.of(1L), ids(query));
        assertEquals(List.of(2L), ids(QUERY));
    }

    @Test
    void itTellsWhetherItWouldAnswer() {
        final Question question = new Question("ids", QUERY, List.of());
        assertFalse(cache.holds(house.collection.view(), question));
        ids(QUERY);
        assertTrue(cache.holds(house.collection.view(), question));
        assertEquals(0, cache.info(house.collection.view()).hits());
        insert(Map.of("n", 2));
        assertFalse(cache.holds(house.collection.view(), question));
    }

    @Test
    void theCapacityIsPartOfTheCollection() {
        cache.resize(Optional.of(0));
        ids(QUERY);
        ids(QUERY);
        assertEquals(2, computations);
        assertEquals(0, house.cache(10).info(house.collection.view()).capacity());
        cache.resize(Optional.empty());
        assertEquals(10, cache.info(house.collection.view()).capacity());
        ids(QUERY);
        ids(QUERY);
        assertEquals(3, computations);
    }

    @Test
    void hitsMissesAndSizesAreMeasured() {
        final RecordingMeters meters = new RecordingMeters();
        final QueryCaches caches =
                new QueryCaches(EngineConfig.defaults(), meters, () -> List.of(house.collection));
        cache = caches.of(house.collection);
        for (int i = 0; i < 3; i++) {
            ids(QUERY);
        }
        assertEquals(2, meters.count("query.cache.hits"));
        assertEquals(1, meters.count("query.cache.misses"));
        assertEquals(1, meters.gauge("query.cache.entries"));
        assertTrue(meters.gauge("query.cache.bytes") > 0);
    }
}
