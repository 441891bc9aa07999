package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SampledRecall;
import io.lokivector.spi.request.SearchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An open database measures its recall by itself. */
class RecallInBackgroundTest {
    @TempDir private Path directory;

    private final TestRegistry registry = new TestRegistry();

    RecallInBackgroundTest() {
        registry.add(new ToyIndexFactory());
    }

    private TestDatabase open() {
        return TestDatabase.open(directory, registry);
    }

    private static Collection fill(TestDatabase database) {
        final Collection collection = database.engine.createCollection("c");
        collection.createVectorIndex("e", Map.of());
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            documents.add(Map.of("even", i % 2 == 0, "e", new float[] {i, 1}));
        }
        collection.insert(documents);
        return collection;
    }

    private static SampledRecall awaitRecall(Collection collection) throws InterruptedException {
        final Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (true) {
            final IndexInfo index = collection.indexes().getFirst();
            if (index.recall().isPresent()) {
                return index.recall().get();
            }
            assertTrue(Instant.now().isBefore(end), index.toString());
            Thread.sleep(20);
        }
    }

    @Test
    void searchesBecomeAnEstimate() throws InterruptedException {
        try (TestDatabase database = open()) {
            final Collection collection = fill(database);
            collection.search(SearchOptions.nearest(new float[] {7, 1}, 3));
            final SampledRecall recall = awaitRecall(collection);
            assertEquals(1, recall.at10());
            assertEquals(1, recall.samples());
            assertEquals(database.context.clock().instant(), recall.since());
        }
    }

    @Test
    void exactAndFilteredSearchesAreNoSamples() throws InterruptedException {
        try (TestDatabase database = open()) {
            final Collection collection = fill(database);
            for (final Map<String, @Nullable Object> more :
                    List.<Map<String, @Nullable Object>>of(
                            Map.of("exact", true), Map.of("filter", Map.of("even", true)))) {
                final Map<String, @Nullable Object> options = new HashMap<>(more);
                options.put("vector", new float[] {7, 1});
                collection.search(SearchOptions.schema().bind(options, ""));
            }
            collection.search(SearchOptions.nearest(new float[] {7, 1}, 3));
            assertEquals(1, awaitRecall(collection).samples());
            assertEquals(Optional.empty(), sampledAgain(collection));
        }
    }

    /** A second sample, if there comes one within two rounds. */
    private static Optional<SampledRecall> sampledAgain(Collection collection)
            throws InterruptedException {
        Thread.sleep(2_200);
        return collection.indexes().getFirst().recall().filter(recall -> recall.samples() > 1);
    }
}
