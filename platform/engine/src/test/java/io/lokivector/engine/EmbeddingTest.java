package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.SearchOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingTest {
    private static final Map<String, Object> OPTIONS =
            Map.of("model", "toy-model", "source", "text");

    @TempDir private Path directory;

    private final TestRegistry registry = new TestRegistry();
    private final ToyModelFactory models = new ToyModelFactory();
    private TestDatabase database;
    private Collection collection;

    @BeforeEach
    void open() {
        registry.add(new ToyIndexFactory());
        registry.add(models);
        database = TestDatabase.open(directory, registry);
        collection = database.engine.createCollection("c");
    }

    @AfterEach
    void close() {
        database.close();
        assertEquals(0, models.open.get());
    }

    private float[] vector(long id) {
        return (float[]) collection.get(id).orElseThrow().get("e");
    }

    @Test
    void textsAreEmbeddedTogetherAndSearchedByText() {
        collection.createVectorIndex("e", OPTIONS);
        collection.insert(
                List.of(Map.of("text", "aaa"), Map.of("text", "bbbbbbbb"), Map.of("other", 1)));
        assertEquals(1, models.calls.get());
        assertArrayEquals(new float[] {3, 3}, vector(1));
        assertFalse(collection.get(3).orElseThrow().containsKey("e"));
        assertEquals(1L, collection.search(SearchOptions.nearest("aae", 1)).get(0).get("$loki"));
    }

    @Test
    void aVectorThatIsGivenIsKept() {
        collection.createVectorIndex("e", OPTIONS);
        collection.insert(Map.of("text", "aaa", "e", new float[] {9, 9}));
        assertArrayEquals(new float[] {9, 9}, vector(1));
        assertEquals(0, models.calls.get());
    }

    @Test
    void aChangedTextIsEmbeddedAgain() {
        collection.createVectorIndex("e", OPTIONS);
        collection.insert(Map.of("text", "aaa"));
        collection.patch(1, Map.of("note", "x"));
        assertEquals(1, models.calls.get());
        collection.patch(1, Map.of("text", "bbbb"));
        assertArrayEquals(new float[] {4, 0}, vector(1));
        collection.update(Map.of(), Map.of("$set", Map.of("text", "oo")));
        assertArrayEquals(new float[] {2, 2}, vector(1));
        collection.replace(1, Map.of("text", "uuuuu"));
        assertArrayEquals(new float[] {5, 5}, vector(1));
        collection.update(Map.of(), Map.of("$unset", Map.of("text", 1)));
        assertFalse(collection.get(1).orElseThrow().containsKey("e"));
    }

    @Test
    void documentsThatWereThereBeforeTheIndexAreEmbedded() {
        collection.insert(List.of(Map.of("text", "aaa"), Map.of("text", "bb")));
        collection.createVectorIndex("e", OPTIONS);
        assertArrayEquals(new float[] {2, 0}, vector(2));
        assertEquals(2L, collection.search(SearchOptions.nearest("cc", 1)).get(0).get("$loki"));
    }

    @Test
    void withoutTheModelTextsAreRefusedAndVectorsAreNot() {
        collection.createVectorIndex("e", OPTIONS);
        collection.insert(Map.of("text", "aaa"));
        registry.remove(models);
        assertEquals(0, models.open.get());
        final LokiVectorException refused =
                assertThrows(
                        LokiVectorException.class, () -> collection.insert(Map.of("text", "b")));
        assertEquals(ErrorCode.UNAVAILABLE, refused.code());
        assertTrue(refused.problem().contains("toy-model"), refused.problem());
        collection.insert(Map.of("text", "b", "e", new float[] {1, 1}));
        assertEquals(2, collection.count());
        registry.add(models);
        collection.insert(Map.of("text", "c"));
        assertEquals(3, collection.count());
    }

    @Test
    void anIndexWithAnUnknownModelIsRefused() {
        assertEquals(
                ErrorCode.UNAVAILABLE,
                assertThrows(
                                LokiVectorException.class,
                                () -> collection.createVectorIndex("e", Map.of("model", "none")))
                        .code());
        assertEquals(List.of(), collection.indexes());
    }

    @Test
    void aSourceWithoutAModelIsRefused() {
        assertEquals(
                ErrorCode.BAD_REQUEST,
                assertThrows(
                                LokiVectorException.class,
                                () -> collection.createVectorIndex("e", Map.of("source", "text")))
                        .code());
    }
}
