package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A query that takes longer than it may is given up, and has changed nothing. */
class QueryTimeTest {
    /** Dear on every text, but on none of them beyond what a single match may take. */
    private static final Map<String, @Nullable Object> TEST = Map.of("$regex", "(?:(a+)+\\1)+b$");

    private static final Map<String, @Nullable Object> DEAR = Map.of("text", TEST);
    private static final Map<String, @Nullable Object> NOT_DEAR =
            Map.of("text", Map.of("$not", TEST));

    @TempDir private Path folder;

    private TestDatabase database;
    private Collection texts;

    @BeforeEach
    void fill() {
        database =
                TestDatabase.open(
                        folder,
                        new TestRegistry(),
                        Map.of("queryTimeMax", "5ms", "queryCacheCapacity", 0),
                        storage -> storage);
        texts = database.engine.createCollection("texts", Map.of());
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            documents.add(Map.of("text", "a".repeat(12) + "c", "n", i));
        }
        texts.insert(documents);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static void assertGivenUp(Executable query) {
        final LokiVectorException refused = assertThrows(LokiVectorException.class, query);
        assertEquals(ErrorCode.BAD_REQUEST, refused.code());
        assertTrue(refused.problem().contains("5 ms"), refused.problem());
    }

    @Test
    void findsAndCountsAreGivenUp() {
        assertGivenUp(() -> texts.find(DEAR));
        assertGivenUp(() -> texts.count(DEAR));
    }

    @Test
    void aWriteThatIsGivenUpChangesNothing() {
        assertGivenUp(() -> texts.update(NOT_DEAR, Map.of("$inc", Map.of("n", 1))));
        assertGivenUp(() -> texts.remove(NOT_DEAR));
        assertEquals(2_000, texts.count());
        assertEquals(0, texts.count(Map.of("n", Map.of("$gte", 2_000))));
    }

    @Test
    void otherQueriesGoOn() {
        assertEquals(1, texts.count(Map.of("n", 7)));
        assertEquals(2_000, texts.count(Map.of("text", Map.of("$containsString", "ac"))));
    }
}
