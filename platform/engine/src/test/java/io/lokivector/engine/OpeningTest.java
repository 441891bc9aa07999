package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.storage.DurableMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
    @TempDir private Path directory;

    @Test
    void whatWasWrittenIsThereAgain() {
        try (LokiVector database = LokiVector.open(directory)) {
            final Collection books =
                    database.createCollection("books", Map.of("unique", List.of("isbn")));
            books.insert(Map.of("isbn", "1", "title", "Walden"));
            assertThrows(LokiVectorException.class, () -> books.insert(Map.of("isbn", "1")));
            database.durableMap("keys").put("a", new byte[] {1, 2});
        }
        try (LokiVector database = LokiVector.open(directory)) {
            final Collection books = database.collection("books");
            assertEquals("Walden", books.find(Map.of("isbn", "1")).get(0).get("title"));
            assertThrows(LokiVectorException.class, () -> books.insert(Map.of("isbn", "1")));
            assertEquals(4, books.insert(Map.of("isbn", "2")), "refused inserts use up ids");
            final DurableMap map = database.durableMap("keys");
            assertArrayEquals(new byte[] {1, 2}, map.get("a").orElseThrow());
            assertEquals(Set.of("a"), map.entries().keySet());
            assertTrue(database.durableMap("others").entries().isEmpty());
            map.remove("a");
            assertTrue(map.get("a").isEmpty());
        }
    }

    @Test
    void aSecondOpenerIsRefusedAtOnce() {
        try (LokiVector database = LokiVector.open(directory)) {
            database.createCollection("c");
            final LokiVectorException refused =
                    assertThrows(LokiVectorException.class, () -> LokiVector.open(directory));
            assertEquals(ErrorCode.UNAVAILABLE, refused.code());
            assertTrue(refused.problem().contains("open already"), refused.problem());
        }
        LokiVector.open(directory).close();
    }

    @Test
    void aMissingStorageModuleIsNamed() {
        final ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            final LokiVectorException refused =
                    assertThrows(LokiVectorException.class, () -> LokiVector.open(directory));
            assertTrue(
                    refused.problem().contains("io.lokivector:lokivector-storage-file"),
                    refused.problem());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void aClosedDatabaseSaysSo() {
        final LokiVector database = LokiVector.open(directory);
        final Collection collection = database.createCollection("c");
        database.close();
        database.close();
        assertEquals(
                ErrorCode.UNAVAILABLE,
                assertThrows(LokiVectorException.class, () -> database.collection("c")).code());
        assertEquals(
                ErrorCode.UNAVAILABLE,
                assertThrows(LokiVectorException.class, () -> collection.insert(Map.of())).code());
    }
}
