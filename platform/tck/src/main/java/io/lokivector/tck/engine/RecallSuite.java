package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.AdviceOptions;
import io.lokivector.spi.request.AdviceRun;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.IndexAdvice;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SampledRecall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must tell about the recall of its vector indexes. */
abstract class RecallSuite extends ExpirySuite {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A collection of the points (0, 1), (1, 1), (2, 1) and so on, in the field {@code e}. */
    void createPoints(int count, String type) {
        client.create(name, Map.of());
        client.index(name, "e", type, Map.of());
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(map("e", new float[] {i, 1}));
        }
        client.insert(name, documents);
    }

    private IndexInfo index() {
        return client.answer(new CollectionRequest.ListIndexes(name)).getFirst();
    }

    @Test
    void searchesAreComparedWithTheirExactAnswersInIdleTime() throws InterruptedException {
        createPoints(50, exactIndexType());
        assertEquals(Optional.empty(), index().recall());
        client.search(name, map("vector", new float[] {7, 1}, "k", 3));
        final long begun = System.nanoTime();
        while (index().recall().isEmpty()) {
            assertTrue(System.nanoTime() - begun < PATIENCE_NANOS, "no recall is measured");
            Thread.sleep(50);
        }
        final SampledRecall recall = index().recall().orElseThrow();
        assertEquals(1, recall.at10());
        assertEquals(1, recall.high());
        assertEquals(1, recall.samples());
        assertTrue(recall.low() > 0 && recall.low() < 1, recall.toString());
    }

    private AdviceRun advise(Map<String, @Nullable Object> options) {
        return client.answer(
                new CollectionRequest.AdviseIndex(
                        name, "e", AdviceOptions.schema().bind(options, "")));
    }

    @Test
    void anAdviceTellsWhatAnExactIndexCostsAndFinds() throws InterruptedException {
        createPoints(300, exactIndexType());
        try (AdviceRun run = advise(map("sample", 200, "queries", 20, "timeLimit", "20s"))) {
            final IndexAdvice advice = run.await(Duration.ofSeconds(60)).orElseThrow();
            assertEquals("e", advice.field());
            assertEquals(exactIndexType(), advice.type());
            assertEquals(300, advice.vectors());
            assertEquals(200, advice.sample());
            assertEquals(20, advice.recentQueries() + advice.heldOutQueries());
            assertTrue(!advice.points().isEmpty(), advice.toString());
            for (final IndexAdvice.Point point : advice.points()) {
                assertEquals(1, point.recall(), point.toString());
                assertTrue(point.queriesPerSecond() > 0, point.toString());
                assertTrue(point.bytesPerVector() > 0, point.toString());
            }
            assertTrue(advice.recommendation().startsWith("Take "), advice.recommendation());
        }
    }

    @Test
    void anAdviceThatCannotBeIsRefusedInWords() {
        client.create(name, Map.of());
        client.insert(name, map("n", 1));
        final AdviceOptions options = AdviceOptions.defaults();
        client.assertRefused(
                ErrorCode.NOT_FOUND,
                new CollectionRequest.AdviseIndex(name + "-none", "e", options));
        client.assertRefused(
                ErrorCode.NOT_FOUND, new CollectionRequest.AdviseIndex(name, "n", options));
        client.index(name, "e", exactIndexType(), Map.of());
        client.assertRefused(
                ErrorCode.CONFLICT, new CollectionRequest.AdviseIndex(name, "e", options));
        client.insert(name, map("e", new float[] {1, 2}));
        final AdviceOptions unknown =
                AdviceOptions.schema().bind(map("options", map("no such option", 1)), "");
        client.assertRefused(
                ErrorCode.BAD_REQUEST, new CollectionRequest.AdviseIndex(name, "e", unknown));
    }
}
