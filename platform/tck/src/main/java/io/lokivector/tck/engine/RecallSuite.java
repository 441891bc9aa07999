package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SampledRecall;
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
}
