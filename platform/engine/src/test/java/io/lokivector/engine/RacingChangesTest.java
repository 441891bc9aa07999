package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.SearchOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several change the same collection, index or value at once. */
class RacingChangesTest {
    private static final int ROUNDS = 60;

    @TempDir private Path directory;

    private TestDatabase database;

    @BeforeEach
    void open() {
        final TestRegistry registry = new TestRegistry();
        registry.add(new ToyIndexFactory());
        database = TestDatabase.open(directory, registry);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Runs all at once, and answers how many succeeded; the others were refused in words. */
    private static int race(Runnable... racers) throws Exception {
        final AtomicInteger succeeded = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final List<Future<?>> ends = new ArrayList<>();
            for (final Runnable racer : racers) {
                ends.add(
                        threads.submit(() -> {
                            try {
                                racer.run();
                                succeeded.incrementAndGet();
                            } catch (LokiVectorException e) {
                                assertTrue(e.problem().length() > 10);
                            }
                        }));
            }
            for (final Future<?> end : ends) {
                end.get();
            }
        }
        return succeeded.get();
    }

    @Test
    void whateverIsListedAfterRenamingsAndDropsTakesWrites() throws Exception {
        final LokiVector engine = database.engine;
        for (int round = 0; round < ROUNDS; round++) {
            engine.createCollection("a");
            race(
                    () -> engine.renameCollection("a", "b"),
                    () -> engine.dropCollection("a"),
                    () -> engine.renameCollection("a", "c"));
            final List<CollectionInfo> left = engine.collections();
            assertTrue(left.size() <= 1, () -> "one collection became " + left);
            for (final CollectionInfo info : left) {
                engine.collection(info.name()).insert(Map.of("x", 1));
                engine.dropCollection(info.name());
            }
        }
    }

    @Test
    void anIndexThatIsMadeWhileItsPredecessorIsDroppedAnswers() throws Exception {
        final Collection collection = database.engine.createCollection("c");
        collection.insert(Map.of("e", new float[] {1, 1}));
        collection.createVectorIndex("e", Map.of());
        for (int round = 0; round < ROUNDS; round++) {
            race(
                    () -> collection.dropIndex("e"),
                    () -> collection.createVectorIndex("e", Map.of()),
                    () -> collection.createVectorIndex("e", Map.of()));
            if (collection.indexes().isEmpty()) {
                collection.createVectorIndex("e", Map.of());
            }
            assertEquals(1, collection.search(SearchOptions.nearest(new float[] {1, 1}, 5)).size());
        }
    }

    @Test
    void oneOfSeveralBatchesWithTheSameUniqueValueWinsWholly() throws Exception {
        final Collection collection =
                database.engine.createCollection("c", Map.of("unique", List.of("u")));
        for (int round = 0; round < ROUNDS; round++) {
            final String taken = "u" + round;
            final Runnable insert =
                    () -> collection.insert(List.of(Map.of("x", 1), Map.of("u", taken)));
            assertEquals(1, race(insert, insert, insert));
            assertEquals(2L * (round + 1), collection.count());
        }
    }
}
