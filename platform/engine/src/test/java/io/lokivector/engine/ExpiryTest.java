package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangeRequest.Start;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents with a time to live, by a clock that the test moves. */
class ExpiryTest {
    private static final Map<String, @Nullable Object> TTL =
            Map.of("ttl", 1_000_000, "ttlInterval", 100_000);

    @TempDir private Path directory;

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.open(directory, new TestRegistry());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void after(long millis) {
        database.context.clock().advance(Duration.ofMillis(millis));
        database.engine.removeExpired();
    }

    private Collection collection() {
        return database.engine.collection("c");
    }

    private List<Object> values() {
        return collection().find(Map.of()).stream().<Object>map(found -> found.get("n")).toList();
    }

    @Test
    void documentsGoWhenTheyAreOlderThanTheTimeToLiveAndNotBefore() {
        database.engine.createCollection("c", TTL).insert(Map.of("n", 1L));
        after(600_000);
        collection().insert(Map.of("n", 2L));
        after(400_000);
        assertEquals(List.of(1L, 2L), values(), "exactly at the limit nothing goes");
        after(100_000);
        assertEquals(List.of(2L), values());
        after(600_000);
        assertEquals(List.of(), values());
    }

    @Test
    void anUpdateProlongsLife() {
        final Collection collection = database.engine.createCollection("c", TTL);
        collection.insert(List.of(Map.of("n", 1L), Map.of("n", 2L)));
        after(900_000);
        collection.update(Map.of("n", 1L), Map.of("$set", Map.of("x", 1)));
        after(200_000);
        assertEquals(List.of(1L), values());
        after(900_000);
        assertEquals(List.of(), values());
    }

    @Test
    void untilItIsLookedForThemDocumentsPastTheirTimeAreThere() {
        final Collection collection =
                database.engine.createCollection("c", Map.of("ttl", 50, "ttlInterval", 100_000));
        collection.insert(Map.of("n", 1L));
        after(99_999);
        assertEquals(List.of(1L), values());
        assertEquals(1, collection.count(Map.of("n", 1)));
        after(1);
        assertEquals(List.of(), values());
    }

    @Test
    void theTimeToLiveSurvivesARestartAndARenaming() {
        database.engine.createCollection("old", TTL).insert(Map.of("n", 1L));
        database.engine.renameCollection("old", "c");
        final Map<String, Object> options = collection().info().options();
        database.close();
        open();
        assertEquals(options, collection().info().options());
        // The clock of the new life begins anew, too.
        after(1_100_000);
        assertEquals(List.of(), values());
    }

    @Test
    void itIsSwitchedOnForWhatIsThereAndOffAgain() {
        final Collection collection = database.engine.createCollection("c");
        collection.insert(Map.of("n", 1L));
        after(5_000_000);
        database.engine.alterCollection("c", TTL);
        database.engine.alterCollection("c", Collections.singletonMap("ttl", null));
        after(5_000_000);
        assertEquals(List.of(1L), values());
        database.engine.alterCollection("c", TTL);
        after(100_000);
        assertEquals(List.of(), values());
    }

    @Test
    void removalsAreOrdinaryOnesOfBoundedSize() {
        final Collection collection =
                database.engine.createCollection(
                        "c",
                        Map.of(
                                "ttl",
                                1_000,
                                "ttlInterval",
                                1_000,
                                "shards",
                                3,
                                "indices",
                                List.of("n"),
                                "disableChangesApi",
                                false));
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            documents.add(Map.of("n", i % 10));
        }
        collection.insert(documents);
        collection.flushChanges();
        after(1_001);
        assertEquals(0, collection.count());
        assertEquals(0, collection.count(Map.of("n", 3)));
        final List<Change> removals = collection.changes(new Start.Unflushed(), 10_000).changes();
        assertEquals(2_500, removals.size());
        assertEquals(Change.Operation.REMOVED, removals.getFirst().operation());
        assertEquals(List.of(2_501L), collection.insert(List.of(Map.of("n", 1))));
        after(1_000);
        assertEquals(1, collection.count());
    }

    @Test
    void withoutAnIntervalOneIsChosen() {
        assertEquals(
                60_000L,
                database.engine
                        .createCollection("c", Map.of("ttl", 86_400_000))
                        .info()
                        .options()
                        .get("ttlInterval"));
    }
}
