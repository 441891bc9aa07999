package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.ChangeRequest.Start;
import io.lokivector.spi.request.ChangeStream;
import io.lokivector.spi.storage.Commit;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.WriteBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the feed is as a log: its retention, its restarts, and the order in which it shows. */
@Timeout(120)
class ChangeFeedTest {
    private static final Start EVERYTHING = new Start.After(0);

    @TempDir private Path directory;

    private @Nullable TestDatabase database;

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    private LokiVector open(
            Map<String, @Nullable Object> config, UnaryOperator<StorageEngine> wrapping) {
        close();
        database = TestDatabase.open(directory, new TestRegistry(), config, wrapping);
        return database.engine;
    }

    private LokiVector open(Map<String, @Nullable Object> config) {
        return open(config, storage -> storage);
    }

    private static List<Long> sequences(ChangePage page) {
        return page.changes().stream().map(Change::sequence).toList();
    }

    private static LokiVectorException refused(Runnable work) {
        return assertThrows(LokiVectorException.class, work::run);
    }

    @Test
    void numbersGoOnAfterARestart() {
        open(Map.of()).createCollection("c").insert(List.of(Map.of("n", 1), Map.of("n", 2)));
        final LokiVector engine = open(Map.of());
        engine.collection("c").insert(Map.of("n", 3));
        assertEquals(List.of(1L, 2L, 3L), sequences(engine.changes(EVERYTHING, 10)));
    }

    @Test
    void whatIsForgottenIsToldAndNeverLeftOutInSilence() {
        final LokiVector engine = open(Map.of("changeFeedRetention", 16));
        final Collection collection = engine.createCollection("c");
        for (int i = 0; i < 50; i++) {
            collection.insert(Map.of("n", i));
        }
        engine.maintain();
        final LokiVectorException gone = refused(() -> engine.changes(EVERYTHING, 100));
        assertEquals(ErrorCode.GONE, gone.code());
        final long oldest = (Long) gone.details().get("oldest");
        assertTrue(oldest > 0 && oldest <= 34, () -> "forgotten up to " + oldest);
        assertEquals(ErrorCode.GONE, refused(() -> engine.watch(EVERYTHING)).code());
        assertEquals(50L, gone.details().get("newest"));
        final ChangePage kept = engine.changes(new Start.After(oldest), 100);
        assertEquals(oldest, kept.oldest());
        assertEquals(50 - oldest, kept.changes().size());
        assertEquals(kept, engine.changes(new Start.Unflushed(), 100));
        final LokiVector again = open(Map.of("changeFeedRetention", 16));
        assertEquals(kept, again.changes(new Start.After(oldest), 100));
        assertEquals(ErrorCode.GONE, refused(() -> again.changes(new Start.After(1), 100)).code());
    }

    @Test
    void aFollowerWhoFallsBehindWhatIsKeptIsTold() {
        final LokiVector engine = open(Map.of("changeFeedRetention", 4));
        final Collection collection = engine.createCollection("c");
        try (ChangeStream stream = engine.watch(new Start.Now())) {
            for (int i = 0; i < 50; i++) {
                collection.insert(Map.of("n", i));
            }
            engine.maintain();
            assertEquals(
                    ErrorCode.GONE, refused(() -> stream.next(10, Duration.ofSeconds(1))).code());
        }
    }

    @Test
    void aCallerSeesChangesOfWhatItReaches() {
        final LokiVector engine = open(Map.of());
        for (final String name : List.of("hr", "sales_eu", "sales_us")) {
            engine.createCollection(name).insert(Map.of("n", 1));
        }
        final ChangePage page =
                engine.execute(
                        new ChangeRequest.ReadChanges(Optional.empty(), EVERYTHING, 10),
                        name -> name.startsWith("sales"));
        assertEquals(
                List.of("sales_eu", "sales_us"),
                page.changes().stream().map(Change::collection).toList());
        assertEquals(3, page.last());
        engine.execute(new ChangeRequest.FlushChanges(Optional.empty()), name -> name.equals("hr"));
        assertEquals(
                List.of("sales_eu", "sales_us"),
                engine.changes(new Start.Unflushed(), 10).changes().stream()
                        .map(Change::collection)
                        .toList());
    }

    @Test
    void changesOfDroppedCollectionsStayUntilTheyAreForgotten() {
        final LokiVector engine = open(Map.of());
        engine.createCollection("c", Map.of("disableChangesApi", false)).insert(Map.of("n", 1));
        engine.dropCollection("c");
        final Change change = engine.changes(EVERYTHING, 10).changes().getFirst();
        assertEquals("c", change.collection());
        assertEquals(1L, change.document().orElseThrow().get("n"));
        assertEquals(List.of(), engine.changes(new Start.Unflushed(), 10).changes());
    }

    @Test
    void noMoreThanTheLimitMayFollow() {
        final LokiVector engine = open(Map.of("changeSubscribersMax", 1));
        final ChangeStream first = engine.watch(new Start.Now());
        assertEquals(ErrorCode.UNAVAILABLE, refused(() -> engine.watch(new Start.Now())).code());
        first.close();
        first.close();
        try (ChangeStream second = engine.watch(new Start.Now())) {
            assertEquals(List.of(), second.next(1, Duration.ofMillis(1)).orElseThrow().changes());
        }
    }

    @Test
    void whoWaitsIsReleasedWhenTheStreamOrTheDatabaseCloses() throws Exception {
        final LokiVector engine = open(Map.of());
        final ChangeStream first = engine.watch(new Start.Now());
        final ChangeStream second = engine.watch(new Start.Now());
        final CompletableFuture<Boolean> ofFirst = waiting(first);
        final CompletableFuture<Boolean> ofSecond = waiting(second);
        first.close();
        assertEquals(true, ofFirst.get(30, TimeUnit.SECONDS));
        engine.close();
        assertEquals(true, ofSecond.get(30, TimeUnit.SECONDS));
    }

    private static CompletableFuture<Boolean> waiting(ChangeStream stream) {
        final CompletableFuture<Boolean> isOver = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("waiting")
                .start(() -> isOver.complete(stream.next(1, Duration.ofMinutes(5)).isEmpty()));
        return isOver;
    }

    /** A storage whose commits with documents of one collection wait for a signal. */
    private static final class SlowStorage implements StorageEngine {
        private final StorageEngine storage;
        private volatile @Nullable String slowSpaces;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        SlowStorage(StorageEngine storage) {
            this.storage = storage;
        }

        @Override
        public Commit apply(WriteBatch batch, Durability durability) {
            final Commit commit = storage.apply(batch, durability);
            final String slow = slowSpaces;
            if (slow == null
                    || batch.writes().stream().noneMatch(write -> write.space().startsWith(slow))) {
                return commit;
            }
            return () -> {
                begun.countDown();
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                commit.await();
            };
        }

        @Override
        public Snapshot snapshot() {
            return storage.snapshot();
        }

        @Override
        public long sizeBytes() {
            return storage.sizeBytes();
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    @Test
    void aReaderNeverPassesAChangeThatIsStillOnItsWay() throws Exception {
        final List<SlowStorage> made = new ArrayList<>();
        final LokiVector engine =
                open(
                        Map.of(),
                        storage -> {
                            made.add(new SlowStorage(storage));
                            return made.getFirst();
                        });
        final SlowStorage storage = made.getFirst();
        final Collection slow = engine.createCollection("slow");
        final Collection quick = engine.createCollection("quick");
        quick.insert(Map.of("n", 0));
        storage.slowSpaces = "c/1/";
        final Thread writer =
                Thread.ofVirtual().name("slow").start(() -> slow.insert(Map.of("n", 1)));
        assertTrue(storage.begun.await(30, TimeUnit.SECONDS));
        quick.insert(Map.of("n", 2));
        assertEquals(2, quick.count());
        final ChangePage before = engine.changes(EVERYTHING, 10);
        assertEquals(List.of(1L), sequences(before));
        assertEquals(1, before.last());
        storage.mayEnd.countDown();
        writer.join();
        final ChangePage after = engine.changes(new Start.After(before.last()), 10);
        assertEquals(
                List.of("slow", "quick"),
                after.changes().stream().map(Change::collection).toList());
        assertEquals(List.of(2L, 3L), sequences(after));
    }

    @Test
    void afterAFailedWriteTheFeedGoesOnWhenItIsKnownWhatIsThere() {
        final List<FailingStorage> made = new ArrayList<>();
        final LokiVector engine =
                open(
                        Map.of(),
                        storage -> {
                            made.add(new FailingStorage(storage));
                            return made.getFirst();
                        });
        final FailingStorage storage = made.getFirst();
        final Collection doubtful = engine.createCollection("doubtful");
        final Collection other = engine.createCollection("other");
        other.insert(Map.of("n", 1));
        storage.losesCommits = true;
        refused(() -> doubtful.insert(Map.of("n", 2)));
        storage.losesCommits = false;
        other.insert(Map.of("n", 3));
        assertEquals(List.of(1L), sequences(engine.changes(EVERYTHING, 10)));
        engine.maintain();
        assertEquals(1, doubtful.count());
        assertEquals(
                List.of("other", "doubtful", "other"),
                engine.changes(EVERYTHING, 10).changes().stream().map(Change::collection).toList());
    }

    @Test
    void aWriteThatTheStorageRefusesLeavesNoTraceInTheFeed() {
        final List<FailingStorage> made = new ArrayList<>();
        final LokiVector engine =
                open(
                        Map.of(),
                        storage -> {
                            made.add(new FailingStorage(storage));
                            return made.getFirst();
                        });
        final Collection collection = engine.createCollection("c", Map.of("unique", List.of("u")));
        collection.insert(Map.of("u", 1));
        made.getFirst().refuses = true;
        refused(() -> collection.insert(Map.of("u", 2)));
        made.getFirst().refuses = false;
        refused(() -> collection.insert(Map.of("u", 1)));
        collection.insert(Map.of("u", 3));
        final ChangePage page = engine.changes(EVERYTHING, 10);
        assertEquals(2, page.changes().size());
        assertEquals(page.last(), page.changes().getLast().sequence());
    }

    @Test
    void aLargeBatchIsReadPageByPage() {
        final LokiVector engine = open(Map.of());
        final Collection collection =
                engine.createCollection("c", Map.of("disableChangesApi", false));
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (long i = 0; i < 2_500; i++) {
            documents.add(Map.of("n", i));
        }
        collection.insert(documents);
        long last = 0;
        long n = 0;
        ChangePage page;
        do {
            page = engine.changes(new Start.After(last), 700);
            for (final Change change : page.changes()) {
                assertEquals(n++, change.document().orElseThrow().get("n"));
                assertEquals(n, change.sequence());
            }
            last = page.last();
        } while (page.hasMore());
        assertEquals(2_500, n);
    }
}
