package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SearchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to documents that were there before a vector index, whatever interrupts it. */
class OldDocumentsTest {
    /** More than are brought into another form at once. */
    private static final int DOCUMENTS = 1200;

    @TempDir private Path directory;

    private final TestRegistry registry = new TestRegistry();
    private final ToyModelFactory models = new ToyModelFactory();
    private @Nullable FailingStorage storage;

    OldDocumentsTest() {
        registry.add(new ToyIndexFactory());
    }

    /** Opens the database; its storage takes so many batches before it refuses all. */
    private TestDatabase open(int batches) {
        return TestDatabase.open(
                directory,
                registry,
                Map.of(),
                opened -> {
                    final FailingStorage failing = new FailingStorage(opened);
                    failing.taken.set(batches);
                    storage = failing;
                    return failing;
                });
    }

    private void take(int batches) {
        Objects.requireNonNull(storage).taken.set(batches);
    }

    private static List<Long> nearest(Collection collection, boolean exact) {
        return collection
                .search(
                        SearchOptions.schema()
                                .bind(
                                        Map.of(
                                                "vector",
                                                new float[] {5, 1},
                                                "k",
                                                2 * DOCUMENTS,
                                                "exact",
                                                exact),
                                        ""))
                .stream()
                .map(document -> (Long) document.get("$loki"))
                .toList();
    }

    private static void assertFindsAll(Collection collection, int count) {
        for (final boolean exact : List.of(true, false)) {
            final List<Long> found = nearest(collection, exact);
            assertEquals(count, found.size());
            assertEquals(6L, found.getFirst());
        }
    }

    private static IndexInfo index(Collection collection) {
        return collection.indexes().getFirst();
    }

    private static void awaitReady(Collection collection) throws InterruptedException {
        final Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (index(collection).state() != IndexInfo.State.READY) {
            assertTrue(Instant.now().isBefore(end), index(collection).toString());
            Thread.sleep(5);
        }
    }

    private static void insertLists(Collection collection) {
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            documents.add(Map.of("i", i, "e", List.of(i, 1)));
        }
        collection.insert(documents);
    }

    @Test
    void noneIsMissedWhileTheirVectorsAreMovedHoweverOftenThatIsInterrupted() throws Exception {
        try (TestDatabase database = open(Integer.MAX_VALUE)) {
            insertLists(database.engine.createCollection("c"));
        }
        // The definition is written, and one of the three batches of documents.
        try (TestDatabase database = open(2)) {
            final Collection collection = database.engine.collection("c");
            final IndexInfo made = collection.createVectorIndex("e", Map.of());
            assertEquals(IndexInfo.State.BUILDING, made.state());
            assertTrue(made.reason().contains("the disk is full"), made.reason());
            assertFindsAll(collection, DOCUMENTS);
        }
        for (int batches = 0; batches < 2; batches++) {
            try (TestDatabase database = open(batches)) {
                assertFindsAll(database.engine.collection("c"), DOCUMENTS);
            }
        }
        try (TestDatabase database = open(0)) {
            final Collection collection = database.engine.collection("c");
            assertEquals(IndexInfo.State.BUILDING, index(collection).state());
            assertFalse(index(collection).reason().isBlank());
            take(Integer.MAX_VALUE);
            collection.insert(Map.of("e", new float[] {-1000, 1}));
            database.engine.maintain();
            awaitReady(collection);
            assertFindsAll(collection, DOCUMENTS + 1);
        }
        try (TestDatabase database = open(0)) {
            final Collection collection = database.engine.collection("c");
            assertEquals(IndexInfo.State.READY, index(collection).state());
            assertFindsAll(collection, DOCUMENTS + 1);
            take(Integer.MAX_VALUE);
        }
    }

    @Test
    void textsWaitForTheirModelAndVectorsDoNot() throws Exception {
        registry.add(models);
        final Map<String, Object> options = Map.of("model", "toy-model", "source", "text");
        try (TestDatabase database = open(Integer.MAX_VALUE)) {
            final Collection collection = database.engine.createCollection("c");
            insertLists(collection);
            collection.insert(Map.of("text", "abc"));
            take(4);
            final IndexInfo made = collection.createVectorIndex("e", options);
            assertEquals(IndexInfo.State.BUILDING, made.state());
            assertTrue(made.reason().contains("texts"), made.reason());
            assertFindsAll(collection, DOCUMENTS);
        }
        registry.remove(models);
        try (TestDatabase database = open(Integer.MAX_VALUE)) {
            final Collection collection = database.engine.collection("c");
            assertEquals(IndexInfo.State.BUILDING, index(collection).state());
            assertFindsAll(collection, DOCUMENTS);
            registry.add(models);
            awaitReady(collection);
            assertFindsAll(collection, DOCUMENTS + 1);
            final Object vector = collection.get(DOCUMENTS + 1).orElseThrow().get("e");
            assertEquals(2, ((float[]) Objects.requireNonNull(vector)).length);
        }
    }
}
