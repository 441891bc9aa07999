package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.SearchOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collections and indexes are made and dropped while the storage fails. */
class CatalogueFailureTest {
    @TempDir private Path directory;

    private final TestRegistry registry = new TestRegistry();
    private FailingStorage storage;
    private TestDatabase database;

    CatalogueFailureTest() {
        registry.add(new ToyIndexFactory());
    }

    @BeforeEach
    void open() {
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
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void loseWordOf(Runnable write) {
        storage.losesCommits = true;
        assertEquals(
                ErrorCode.UNAVAILABLE, assertThrows(LokiVectorException.class, write::run).code());
        storage.losesCommits = false;
    }

    private List<String> names() {
        return database.engine.collections().stream().map(CollectionInfo::name).toList();
    }

    private List<String> namesAfterRestart() {
        database.close();
        open();
        return names();
    }

    @Test
    void aCollectionThatFailedToBeCreatedDoesNotComeBackBesideItsSuccessor() {
        loseWordOf(() -> database.engine.createCollection("c"));
        database.engine.createCollection("c").insert(Map.of("a", 1));
        assertEquals(List.of("c"), namesAfterRestart());
        assertEquals(1, database.engine.collection("c").count());
        database.engine.dropCollection("c");
        assertEquals(List.of(), namesAfterRestart());
    }

    @Test
    void aCollectionThatCouldNotBeDroppedGoesOn() {
        final Collection collection = database.engine.createCollection("c");
        collection.createVectorIndex("e", Map.of());
        collection.insert(Map.of("e", new float[] {1, 1}));
        storage.refuses = true;
        assertThrows(LokiVectorException.class, () -> database.engine.dropCollection("c"));
        storage.refuses = false;
        assertEquals(1, collection.search(SearchOptions.nearest(new float[] {1, 1}, 5)).size());
        collection.insert(Map.of("e", new float[] {2, 2}));
        assertEquals(2, collection.search(SearchOptions.nearest(new float[] {1, 1}, 5)).size());
    }

    @Test
    void aDropThatHappenedAfterAllIsFoundOut() {
        final Collection collection = database.engine.createCollection("c");
        loseWordOf(() -> database.engine.dropCollection("c"));
        assertEquals(
                ErrorCode.NOT_FOUND,
                assertThrows(LokiVectorException.class, () -> collection.insert(Map.of("a", 1)))
                        .code());
        assertEquals(List.of(), names());
        database.engine.createCollection("c").insert(Map.of("a", 2));
        assertEquals(List.of("c"), namesAfterRestart());
        assertEquals(1, database.engine.collection("c").count());
    }

    @Test
    void aRenamingThatHappenedAfterAllIsFoundOut() {
        final Collection collection = database.engine.createCollection("old");
        loseWordOf(() -> database.engine.renameCollection("old", "new"));
        collection.insert(Map.of("a", 1));
        assertEquals(List.of("new"), names());
        database.engine.createCollection("old");
        assertEquals(List.of("new", "old"), namesAfterRestart());
        assertEquals(1, database.engine.collection("new").count());
    }

    @Test
    void aVectorIndexWhoseCreationFailedAnswersIfItIsThereAfterAll() {
        final Collection collection = database.engine.createCollection("c");
        loseWordOf(() -> collection.createVectorIndex("e", Map.of()));
        collection.insert(Map.of("e", new float[] {1, 1}));
        assertEquals(1, collection.indexes().size());
        assertEquals(1, collection.search(SearchOptions.nearest(new float[] {1, 1}, 5)).size());
    }
}
