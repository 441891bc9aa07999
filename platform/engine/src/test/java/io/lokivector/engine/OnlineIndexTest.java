package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.IndexInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineIndexTest {
    private static final int DOCUMENTS = 12_000;

    @TempDir private Path directory;

    private static List<Map<String, @Nullable Object>> documents(int from, int count) {
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            documents.add(Map.of("n", i, "g", i % 100));
        }
        return documents;
    }

    private static Collection filled(TestDatabase database, Map<String, Object> options) {
        final Collection collection = database.engine.createCollection("c", Map.copyOf(options));
        for (int from = 0; from < DOCUMENTS; from += 3_000) {
            collection.insert(documents(from, 3_000));
        }
        return collection;
    }

    @Test
    void whatIsWrittenMeanwhileIsInTheIndex() throws InterruptedException {
        try (TestDatabase database = TestDatabase.open(directory, new TestRegistry())) {
            final Collection collection = filled(database, Map.of("shards", 2));
            final AtomicBoolean isDone = new AtomicBoolean();
            final Thread writer =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; !isDone.get() || i < 20; i++) {
                                    collection.insert(documents(DOCUMENTS + 10 * i, 10));
                                    collection.update(
                                            Map.of("$loki", i + 1),
                                            Map.of("$set", Map.of("g", 1_000 + i)));
                                    collection.remove(Map.of("$loki", 5_000 + i));
                                }
                            });
            collection.createIndex("g", "ordered", Map.of());
            collection.createIndex(List.of("g", "n"), "hash", Map.of());
            collection.createIndex("n", "unique", Map.of());
            isDone.set(true);
            writer.join();
            assertEquals(
                    List.of(IndexInfo.State.READY, IndexInfo.State.READY, IndexInfo.State.READY),
                    collection.indexes().stream().map(IndexInfo::state).toList());
            for (int g = 0; g < 1_030; g += g < 1_000 ? 50 : 1) {
                final Map<String, @Nullable Object> byIndex = Map.of("g", g);
                // One branch has no index, so no index helps.
                final Map<String, @Nullable Object> byScan =
                        Map.of("$or", List.of(byIndex, Map.of("absent", 1)));
                assertEquals(collection.find(byScan).size(), collection.count(byIndex), "g = " + g);
            }
            assertEquals(collection.count(), collection.count(Map.of("n", Map.of("$gte", 0))));
        }
    }

    @Test
    void aValueThatIsThereTwiceLeavesNoUniqueIndex() {
        try (TestDatabase database = TestDatabase.open(directory, new TestRegistry())) {
            final Collection collection = filled(database, Map.of());
            collection.insert(Map.of("n", 77));
            final LokiVectorException refused =
                    assertThrows(
                            LokiVectorException.class,
                            () -> collection.createIndex("n", "unique", Map.of()));
            assertEquals(ErrorCode.CONFLICT, refused.code());
            assertTrue(
                    refused.getMessage().contains("documents 78 and " + (DOCUMENTS + 1)),
                    refused.getMessage());
            assertEquals(List.of(), collection.indexes());
            collection.delete(DOCUMENTS + 1);
            assertEquals(1, collection.createIndex("n", "unique", Map.of()).progress());
        }
    }

    @Test
    void indexesAreThereAgainAfterOpening() {
        try (TestDatabase database = TestDatabase.open(directory, new TestRegistry())) {
            filled(database, Map.of("indices", List.of("n", List.of("g", "n"))));
        }
        try (TestDatabase database = TestDatabase.open(directory, new TestRegistry())) {
            final Collection collection = database.engine.collection("c");
            final IndexInfo index = collection.indexes().get(1);
            assertEquals(List.of("g", "n"), index.fields());
            assertEquals(DOCUMENTS, index.size());
            assertEquals(0L, collection.indexes().get(0).statistics().get("min"));
            assertEquals(DOCUMENTS - 1L, collection.indexes().get(0).statistics().get("max"));
            final Map<String, @Nullable Object> explained =
                    collection.explain(
                            Map.of("g", 7, "n", Map.of("$lt", 1_000)), FindOptions.none());
            assertEquals(10L, explained.get("documentsExamined"), explained::toString);
            assertFalse(explained.toString().contains("scan"), explained::toString);
        }
    }
}
