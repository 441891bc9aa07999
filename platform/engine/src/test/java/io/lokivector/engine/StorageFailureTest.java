package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.SearchOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageFailureTest {
    @TempDir private Path directory;

    private FailingStorage storage;
    private TestDatabase database;
    private Collection collection;

    @BeforeEach
    void open() {
        final TestRegistry registry = new TestRegistry();
        registry.add(new ToyIndexFactory());
        final AtomicReference<FailingStorage> wrapped = new AtomicReference<>();
        database =
                TestDatabase.open(
                        directory,
                        registry,
                        Map.of(),
                        inner -> {
                            wrapped.set(new FailingStorage(inner));
                            return wrapped.get();
                        });
        storage = wrapped.get();
        collection = database.engine.createCollection("c", Map.of("unique", List.of("key")));
        collection.createVectorIndex("e", Map.of());
        collection.insert(Map.of("key", "a", "e", new float[] {1, 1}));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void assertRefused(Runnable write) {
        assertEquals(
                ErrorCode.UNAVAILABLE, assertThrows(LokiVectorException.class, write::run).code());
    }

    @Test
    void aRefusedBatchChangesNothing() {
        storage.refuses = true;
        assertRefused(() -> collection.insert(Map.of("key", "b")));
        assertRefused(() -> collection.update(Map.of(), Map.of("$set", Map.of("x", 1))));
        assertRefused(() -> collection.delete(1));
        assertRefused(() -> database.engine.createCollection("d"));
        assertEquals(1, collection.count());
        storage.refuses = false;
        collection.insert(Map.of("key", "b"));
        database.engine.createCollection("d");
        assertEquals(2, collection.count());
    }

    @Test
    void whatMayBeLostIsNotShownUntilItIsKnownToBeThere() throws Exception {
        storage.losesCommits = true;
        assertRefused(() -> collection.insert(Map.of("key", "b", "e", new float[] {2, 2})));
        assertEquals(1, collection.count(), "nobody may see what could be lost");
        assertEquals(1, collection.search(SearchOptions.nearest(new float[] {2, 2}, 5)).size());
        assertRefused(() -> collection.insert(Map.of("key", "c")));
        storage.losesCommits = false;
        collection.insert(Map.of("key", "d", "e", new float[] {4, 4}));
        // The storage had taken the first of them after all.
        assertEquals(
                List.of("a", "b", "d"),
                collection.find(Map.of()).stream().map(each -> each.get("key")).toList());
        assertEquals(
                ErrorCode.CONFLICT,
                assertThrows(LokiVectorException.class, () -> collection.insert(Map.of("key", "b")))
                        .code());
        assertEquals(
                List.of(2L, 1L, 3L),
                collection.search(SearchOptions.nearest(new float[] {2, 2}, 5)).stream()
                        .map(each -> each.get("$loki"))
                        .toList());
    }
}
