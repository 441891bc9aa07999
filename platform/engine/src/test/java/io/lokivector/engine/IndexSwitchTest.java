package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.IndexSwitchInfo;
import io.lokivector.spi.request.IndexSwitchInfo.Phase;
import io.lokivector.spi.request.IndexSwitchOptions;
import io.lokivector.spi.request.SearchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A vector index that is switched to another one while it is in use. */
@Timeout(60)
class IndexSwitchTest {
    private static final int DOCUMENTS = 3000;

    @TempDir private Path directory;

    private final TestRegistry registry = new TestRegistry();
    private final ToyIndexFactory toys = new ToyIndexFactory();
    private final ToyIndexFactory others = new ToyIndexFactory("other");
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private TestDatabase database;
    private Collection collection;

    @BeforeEach
    void fill() {
        registry.add(toys);
        registry.add(others);
        database = TestDatabase.open(directory, registry);
        collection = database.engine.createCollection("c", Map.of("shards", 2));
        collection.createVectorIndex("e", Map.of("metric", "euclidean", "toys", 3));
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            documents.add(Map.of("i", i, "e", new float[] {i, 1}));
        }
        collection.insert(documents);
    }

    @AfterEach
    void close() {
        others.pace.release(1_000_000);
        threads.close();
        database.close();
        assertEquals(0, toys.open.get() + others.open.get(), "indexes are left open");
    }

    private void reopen() {
        database.close();
        database = TestDatabase.open(directory, registry);
        collection = database.engine.collection("c");
    }

    private IndexSwitch change() {
        return collection.indexSwitch("e");
    }

    private IndexInfo start(Object... pairs) {
        final Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("type", "other");
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return change().start(IndexSwitchOptions.schema().bind(options, ""));
    }

    private IndexSwitchInfo underWay() {
        return collection.index("e").switching().orElseThrow();
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        final Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), () -> collection.indexes().toString());
            Thread.sleep(2);
        }
    }

    private void await(Phase phase) throws InterruptedException {
        await(() -> underWay().phase() == phase);
    }

    private void awaitMeasured() throws InterruptedException {
        await(() -> underWay().after().measured().map(it -> it.samples() >= 32).orElse(false));
    }

    private List<Long> nearest(float x, int k) {
        return collection.search(SearchOptions.nearest(new float[] {x, 1}, k)).stream()
                .map(document -> (Long) document.get("$loki"))
                .toList();
    }

    private void assertAnswers() {
        assertEquals(List.of(8L, 7L, 9L), nearest(7, 3));
    }

    private static void assertRefused(ErrorCode code, String reason, Runnable request) {
        final LokiVectorException refused = assertThrows(LokiVectorException.class, request::run);
        assertEquals(code, refused.code(), refused.problem());
        assertTrue(refused.problem().contains(reason), refused.problem());
    }

    @Test
    void theNewIndexTakesOverByItselfWhenItIsGoodEnough() throws Exception {
        for (int i = 0; i < 20; i++) {
            nearest(i, 3);
        }
        start("options", Map.of("toys", 5));
        await(Phase.CUT_OVER);
        final IndexInfo index = collection.index("e");
        assertEquals("other", index.type());
        assertEquals(Map.of("metric", "euclidean", "toys", 5L, "dimensions", 2L), plain(index));
        final IndexSwitchInfo.Measured before = underWay().before().measured().orElseThrow();
        final IndexSwitchInfo.Measured after = underWay().after().measured().orElseThrow();
        assertEquals(1, before.recallAt10());
        assertEquals(1, after.recallAt10());
        assertTrue(after.liveSamples() >= 20 && after.samples() >= 32, after.toString());
        assertTrue(after.latencyMicros() > 0);
        assertEquals("toy", underWay().before().type());
        assertEquals(
                underWay().before().memoryBytes() + underWay().after().memoryBytes(),
                underWay().memoryBytes());
        assertAnswers();
        assertTrue(change().commit().switching().isEmpty());
        assertEquals(0, toys.open.get());
        assertAnswers();
        reopen();
        assertEquals("other", collection.index("e").type());
        assertAnswers();
    }

    private static Map<String, Object> plain(IndexInfo index) {
        final Map<String, Object> plain = new LinkedHashMap<>();
        index.options()
                .forEach((key, value) ->
                        plain.put(
                                key,
                                value instanceof final Number number
                                        ? (Object) number.longValue()
                                        : String.valueOf(value)));
        return plain;
    }

    @Test
    void whileItIsBuiltTheOldOneAnswersAndAllChangesReachBoth() throws Exception {
        others.pace.drainPermits();
        final Future<?> started = threads.submit(() -> start("automatic", false));
        await(() -> collection.index("e").switching().isPresent());
        others.pace.release(1200);
        await(() -> underWay().after().progress() > 0.25);
        assertTrue(underWay().after().progress() < 1);
        assertEquals(Phase.BUILDING, underWay().phase());
        assertEquals("toy", collection.index("e").type());
        assertEquals(IndexInfo.State.READY, collection.index("e").state());
        assertRefused(ErrorCode.CONFLICT, "being filled", () -> change().cutOver());
        collection.delete(7);
        collection.patch(9, Map.of("e", new float[] {1000.25f, 1}));
        final long added = collection.insert(Map.of("e", new float[] {7.1f, 1}));
        assertEquals(List.of(8L, added, 6L), nearest(7, 3));
        others.pace.release(1_000_000);
        started.get();
        await(Phase.COMPARING);
        change().cutOver();
        assertEquals("other", collection.index("e").type());
        assertEquals(List.of(8L, added, 6L), nearest(7, 3));
        assertEquals(List.of(1001L, 9L), nearest(1000, 2));
        collection.delete(8);
        change().rollBack();
        assertEquals("toy", collection.index("e").type());
        assertEquals(List.of(added, 6L), nearest(7, 2));
        assertEquals(0, others.open.get());
    }

    @Test
    void oneThatFindsTooLittleWaitsForAWord() throws Exception {
        others.overlooks = true;
        start("minRecall", 0.9);
        await(() -> underWay().verdict().contains("wanted is 0.900"));
        assertEquals(Phase.COMPARING, underWay().phase());
        assertEquals(0.5, underWay().after().measured().orElseThrow().recallAt10(), 0.1);
        assertAnswers();
        database.engine.maintain();
        assertEquals("toy", collection.index("e").type());
        change().cutOver();
        assertEquals("other", collection.index("e").type());
        change().rollBack();
        assertEquals("toy", collection.index("e").type());
        assertAnswers();
    }

    @Test
    void whatWouldChangeTheMeaningOfSearchesIsRefused() {
        assertRefused(
                ErrorCode.BAD_REQUEST,
                "options.metric",
                () -> start("options", Map.of("metric", "cosine")));
        assertRefused(
                ErrorCode.BAD_REQUEST,
                "options.dimension",
                () -> start("options", Map.of("dimension", 3)));
        assertRefused(
                ErrorCode.BAD_REQUEST,
                "options.model",
                () -> start("options", Map.of("model", "m")));
        assertRefused(ErrorCode.BAD_REQUEST, "toys", () -> start("options", Map.of("toys", 99)));
        assertRefused(ErrorCode.BAD_REQUEST, "'none'", () -> start("type", "none"));
        assertRefused(ErrorCode.BAD_REQUEST, "'unique'", () -> start("type", "unique"));
        collection.createIndex("i", "ordered", Map.of());
        assertRefused(
                ErrorCode.BAD_REQUEST,
                "only vector indexes",
                () -> collection.indexSwitch("i").start(IndexSwitchOptions.to("toy", Map.of())));
        assertRefused(
                ErrorCode.NOT_FOUND,
                "no index",
                () -> collection.indexSwitch("x").start(IndexSwitchOptions.to("toy", Map.of())));
        for (final Runnable step :
                List.<Runnable>of(
                        () -> change().cutOver(),
                        () -> change().rollBack(),
                        () -> change().commit())) {
            assertRefused(ErrorCode.NOT_FOUND, "not being switched", step);
        }
        assertTrue(collection.index("e").switching().isEmpty());
        start("automatic", false, "options", Map.of("metric", "l2", "dimensions", 2));
        assertRefused(ErrorCode.CONFLICT, "already", this::start);
        assertRefused(ErrorCode.CONFLICT, "cut over first", () -> change().commit());
        assertEquals("toy", collection.index("e").type());
        assertEquals("other", underWay().after().type());
        change().cutOver();
        assertRefused(ErrorCode.CONFLICT, "already", () -> change().cutOver());
    }

    @Test
    void aTypeThatLeavesTakesOnlyItsIndex() throws Exception {
        start("automatic", false);
        awaitMeasured();
        registry.remove(others);
        assertEquals(0, others.open.get());
        assertEquals(IndexInfo.State.UNAVAILABLE, underWay().after().state());
        assertTrue(underWay().verdict().contains("'other' is not installed"));
        assertRefused(ErrorCode.CONFLICT, "not installed", () -> change().cutOver());
        assertAnswers();
        collection.delete(7);
        registry.add(others);
        await(Phase.COMPARING);
        registry.remove(toys);
        assertThrows(LokiVectorException.class, this::assertAnswers);
        change().cutOver();
        assertEquals(List.of(8L, 9L, 6L), nearest(7, 3));
        registry.add(toys);
        await(() -> underWay().before().state() == IndexInfo.State.READY);
        change().rollBack();
        assertEquals(List.of(8L, 9L, 6L), nearest(7, 3));
    }

    @Test
    void oneThatCannotBeBuiltLeavesTheOldOneInPeace() {
        others.fails = true;
        final IndexSwitchInfo failed = start().switching().orElseThrow();
        assertEquals(IndexInfo.State.UNAVAILABLE, failed.after().state());
        assertTrue(failed.verdict().contains("told to fail"), failed.verdict());
        database.engine.maintain();
        assertAnswers();
        change().rollBack();
        others.fails = false;
        assertTrue(collection.index("e").switching().isEmpty());
        assertAnswers();
    }

    @Test
    void droppingTheIndexOrTheCollectionEndsIt() throws Exception {
        others.pace.drainPermits();
        final Future<?> started = threads.submit(() -> start());
        await(() -> collection.index("e").switching().isPresent());
        others.pace.release(1200);
        final Future<?> dropped = threads.submit(() -> collection.dropIndex("e"));
        await(() -> collection.indexes().isEmpty());
        others.pace.release(1_000_000);
        dropped.get();
        assertThrows(ExecutionException.class, started::get);
        assertEquals(0, toys.open.get() + others.open.get());
        collection.createVectorIndex("e", Map.of());
        assertAnswers();
        start("automatic", false);
        database.engine.dropCollection("c");
        await(() -> toys.open.get() + others.open.get() == 0);
    }

    @Test
    void itGoesOnWhereItWasWhenTheDatabaseIsOpenedAgain() throws Exception {
        others.pace.drainPermits();
        final Future<?> started = threads.submit(() -> start("automatic", false));
        await(() -> collection.index("e").switching().isPresent());
        others.pace.release(1200);
        final Future<?> closed = threads.submit(this::reopen);
        Thread.sleep(20);
        others.pace.release(1_000_000);
        closed.get();
        await(Phase.COMPARING);
        final int puts = toys.puts.get() + others.puts.get();
        reopen();
        await(Phase.COMPARING);
        assertEquals(puts, toys.puts.get() + others.puts.get(), "both are loaded, not built");
        change().cutOver();
        collection.delete(7);
        reopen();
        assertEquals(Phase.CUT_OVER, underWay().phase());
        assertEquals("other", collection.index("e").type());
        assertEquals(List.of(8L, 9L), nearest(7, 2));
        change().rollBack();
        reopen();
        assertEquals("toy", collection.index("e").type());
        assertTrue(collection.index("e").switching().isEmpty());
        assertEquals(List.of(8L, 9L), nearest(7, 2));
    }

    @Test
    void theOldOneIsDroppedInTime() throws Exception {
        start("keepOld", "0s");
        await(() -> collection.index("e").switching().isEmpty());
        assertEquals("other", collection.index("e").type());
        assertEquals(0, toys.open.get());
        start("type", "toy", "keepOld", "1ms");
        await(() -> collection.index("e").type().equals("toy"));
        await(() -> {
            database.context.clock().advance(Duration.ofMillis(1));
            database.engine.maintain();
            return collection.index("e").switching().isEmpty();
        });
        assertEquals(0, others.open.get());
        assertAnswers();
    }

    @Test
    void aFieldWithoutVectorsIsSwitchedToo() throws Exception {
        final Collection empty = database.engine.createCollection("empty");
        empty.createVectorIndex("e", Map.of());
        empty.indexSwitch("e").start(IndexSwitchOptions.to("other", Map.of()));
        await(() -> empty.index("e").type().equals("other"));
        empty.insert(Map.of("e", new float[] {1, 2, 3}));
        assertEquals(1, empty.search(SearchOptions.nearest(new float[] {1, 2, 3}, 3)).size());
        empty.indexSwitch("e").rollBack();
        assertEquals(1, empty.search(SearchOptions.nearest(new float[] {1, 2, 3}, 3)).size());
    }

    @Test
    void noChangeIsLostHoweverOftenItIsSwitched() throws Exception {
        final AtomicBoolean isEnough = new AtomicBoolean();
        final Future<?> writer =
                threads.submit(() -> {
                    for (int i = 0; i < 20_000 && !isEnough.get(); i++) {
                        final long id = collection.insert(Map.of("e", new float[] {-i, 5}));
                        collection.patch(1 + i % 500, Map.of("e", new float[] {i, -i}));
                        if (i % 10 != 0) {
                            collection.delete(id);
                        }
                    }
                });
        try {
            for (int round = 0; round < 12; round++) {
                final String type = collection.index("e").type().equals("toy") ? "other" : "toy";
                start("type", type, "automatic", false);
                change().cutOver();
                if (round % 3 == 0) {
                    change().rollBack();
                } else {
                    change().commit();
                }
            }
        } finally {
            isEnough.set(true);
        }
        writer.get();
        final TreeSet<Long> expected = new TreeSet<>();
        collection.find(Map.of()).forEach(each -> expected.add((Long) each.get("$loki")));
        final List<Long> found = nearest(0, 10_000);
        assertEquals(expected.size(), found.size());
        found.forEach(expected::remove);
        assertTrue(expected.isEmpty(), () -> "lost: " + expected);
    }
}
