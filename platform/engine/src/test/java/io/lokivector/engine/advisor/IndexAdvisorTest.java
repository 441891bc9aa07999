package io.lokivector.engine.advisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.VectorHouse;
import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.AdviceOptions;
import io.lokivector.spi.request.AdviceRun;
import io.lokivector.spi.request.IndexAdvice;
import io.lokivector.spi.request.IndexAdvice.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexAdvisorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private VectorHouse house;

    @BeforeEach
    void open() throws IOException {
        house = new VectorHouse(directory);
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** An advisor whose clock goes on by a thousandth of a second at each look. */
    private IndexAdvisor advisor() {
        return new IndexAdvisor(house.types, () -> nanos.addAndGet(1_000_000));
    }

    private static AdviceOptions options(Map<String, @Nullable Object> more) {
        final Map<String, @Nullable Object> all = new HashMap<>();
        all.put("sample", 300);
        all.put("queries", 20);
        all.putAll(more);
        return AdviceOptions.schema().bind(all, "");
    }

    private IndexAdvice advice(CollectionStore collection, AdviceOptions options)
            throws InterruptedException {
        try (AdviceRun run = advisor().begin(collection, "e", options)) {
            return run.await(PATIENCE).orElseThrow();
        }
    }

    private static ErrorCode code(Runnable asked) {
        return assertThrows(LokiVectorException.class, asked::run).code();
    }

    @Test
    void candidatesAreMeasuredAndOneIsRecommended() throws InterruptedException {
        final CollectionStore collection = house.points("c", 1_000, Map.of("m", 2));
        final IndexAdvice advice =
                advice(
                        collection,
                        options(
                                Map.of(
                                        "options",
                                        Map.of("m", List.of(2, 4)),
                                        "ef",
                                        List.of(50, 500))));
        assertEquals("forgetful", advice.type());
        assertEquals(1_000, advice.vectors());
        assertEquals(300, advice.sample());
        assertEquals(4, advice.points().size());
        assertTrue(advice.isComplete());
        // One of two, and one of four, is forgotten by those of little effort.
        final List<Double> recalls = advice.points().stream().map(Point::recall).toList();
        assertEquals(0.5, recalls.get(0), 0.1);
        assertEquals(1, recalls.get(1));
        assertEquals(0.75, recalls.get(2), 0.1);
        assertEquals(1, recalls.get(3));
        final Point best = advice.points().get(advice.recommended().orElseThrow());
        assertEquals(Optional.of(500), best.ef());
        assertEquals(4, best.bytesPerVector());
        assertTrue(best.isPareto());
        assertTrue(advice.recommendation().contains("ef 500"), advice.recommendation());
    }

    @Test
    void theSameQuestionGetsTheSameAnswer() throws InterruptedException {
        final CollectionStore collection = house.points("c", 1_000, Map.of("m", 3));
        final AdviceOptions options = options(Map.of());
        final List<Double> once = recalls(advice(collection, options));
        assertEquals(once, recalls(advice(collection, options)));
    }

    private static List<Double> recalls(IndexAdvice advice) {
        return advice.points().stream().map(Point::recall).toList();
    }

    @Test
    void recentQueriesComeBeforeStoredVectors() throws InterruptedException {
        final CollectionStore collection = house.points("c", 1_000, Map.of());
        for (int i = 0; i < 7; i++) {
            VectorHouse.search(collection, i, 0);
        }
        final IndexAdvice advice = advice(collection, options(Map.of()));
        assertEquals(7, advice.recentQueries());
        assertEquals(13, advice.heldOutQueries());
    }

    @Test
    void ofFewVectorsMostAreKeptForTheCandidates() throws InterruptedException {
        final CollectionStore collection = house.points("c", 100, Map.of());
        final IndexAdvice advice = advice(collection, options(Map.of("queries", 500)));
        assertEquals(80, advice.sample());
        assertEquals(20, advice.heldOutQueries());
    }

    @Test
    void whenTimeRunsOutThereIsWhatIsKnown() throws InterruptedException {
        final CollectionStore collection = house.points("c", 1_000, Map.of("m", 2));
        final IndexAdvice advice =
                advice(collection, options(Map.of("timeLimit", "300ms", "ef", List.of(50, 500))));
        assertFalse(advice.isComplete());
        assertTrue(advice.points().size() < 8, () -> advice.points().size() + " points");
        assertTrue(advice.notes().getLast().contains("Time ran out"), advice.notes().toString());
    }

    @Test
    void oneIsWorkedOnAtATime() throws Exception {
        final CollectionStore collection = house.points("c", 200, Map.of());
        final CountDownLatch mayGoOn = new CountDownLatch(1);
        final LongSupplier waiting =
                () -> {
                    if (Thread.currentThread().getName().equals("lokivector-advisor")) {
                        awaitQuietly(mayGoOn);
                    }
                    return nanos.addAndGet(1_000_000);
                };
        try (IndexAdvisor advisor = new IndexAdvisor(house.types, waiting)) {
            final AdviceRun first = advisor.begin(collection, "e", options(Map.of()));
            assertEquals(
                    ErrorCode.CONFLICT,
                    code(() -> advisor.begin(collection, "e", options(Map.of()))));
            assertEquals(Optional.empty(), first.await(Duration.ofMillis(1)));
            mayGoOn.countDown();
            assertTrue(first.await(PATIENCE).isPresent());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatIsGivenUpEndsAndMakesRoomForTheNext() throws InterruptedException {
        final CollectionStore collection = house.points("c", 1_000, Map.of());
        // A clock that stands still: only being given up ends it.
        final IndexAdvisor standing = new IndexAdvisor(house.types, () -> 0);
        final AdviceRun run = standing.begin(collection, "e", options(Map.of()));
        run.close();
        assertEquals(ErrorCode.UNAVAILABLE, code(() -> await(run)));
        standing.close();
        assertEquals(
                ErrorCode.CONFLICT,
                code(() -> standing.begin(collection, "e", options(Map.of()))),
                "a closed advisor begins nothing");
    }

    private static void await(AdviceRun run) {
        try {
            run.await(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatCannotBeIsRefusedAtOnce() {
        final CollectionStore collection = house.points("c", 200, Map.of());
        final IndexAdvisor advisor = advisor();
        assertEquals(
                ErrorCode.NOT_FOUND, code(() -> advisor.begin(collection, "x", options(Map.of()))));
        assertEquals(
                ErrorCode.BAD_REQUEST,
                code(() -> advisor.begin(collection, "e", options(Map.of("type", "nonesuch")))));
        assertEquals(
                ErrorCode.BAD_REQUEST,
                code(() ->
                        advisor.begin(
                                collection, "e", options(Map.of("options", Map.of("mm", 1))))));
        final CollectionStore empty = house.points("empty", 0, Map.of());
        assertEquals(ErrorCode.CONFLICT, code(() -> advisor.begin(empty, "e", options(Map.of()))));
    }

    @Test
    void tooFewVectorsSayNothing() {
        final CollectionStore collection = house.points("c", 50, Map.of());
        assertEquals(
                ErrorCode.CONFLICT,
                code(() -> await(advisor().begin(collection, "e", options(Map.of())))));
    }
}
