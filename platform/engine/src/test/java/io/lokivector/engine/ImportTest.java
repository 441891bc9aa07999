package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An import that ends early says where, and how much of it is kept. */
class ImportTest {
    private static final LokiVectorException FAULT =
            new LokiVectorException(ErrorCode.BAD_REQUEST, "line 7 is odd", Map.of("line", 7L));

    @TempDir private Path directory;

    private TestDatabase open(int batch) {
        return TestDatabase.open(
                directory,
                new TestRegistry(),
                Map.of("importBatchDocuments", batch),
                storage -> storage);
    }

    private static Iterator<Map<String, @Nullable Object>> failingAfter(long documents) {
        return LongStream.rangeClosed(0, documents)
                .<Map<String, @Nullable Object>>mapToObj(i -> {
                    if (i == documents) {
                        throw FAULT;
                    }
                    return Map.of("i", i);
                })
                .iterator();
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0, 0, no document was imported",
        "10, 9, 0, no document was imported",
        "10, 10, 10, 'the first 10 documents were imported, none after'",
        "10, 27, 20, 'the first 20 documents were imported, none after'",
        "1, 1, 1, 'the first document was imported, none after'"
    })
    void aFaultOfTheSourceKeepsTheBatchesBeforeItAndCountsThem(
            int batch, long before, long kept, String sentence) {
        try (TestDatabase database = open(batch)) {
            final Collection collection = database.engine.createCollection("c");
            final LokiVectorException end =
                    assertThrows(
                            LokiVectorException.class,
                            () -> collection.importAll(failingAfter(before)));
            assertEquals(ErrorCode.BAD_REQUEST, end.code());
            assertEquals("line 7 is odd; " + sentence, end.problem());
            assertEquals(Map.of("line", 7L, "imported", kept), end.details());
            assertSame(FAULT, end.getCause());
            assertEquals(kept, collection.count());
        }
    }

    @Test
    void aRefusedDocumentIsNamedByItsPlaceInTheImport() {
        try (TestDatabase database = open(10)) {
            final Collection collection =
                    database.engine.createCollection("c", Map.of("unique", List.of("sku")));
            final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                documents.add(Map.of("sku", i == 25 ? 3 : i));
            }
            final LokiVectorException end =
                    assertThrows(
                            LokiVectorException.class,
                            () -> collection.importAll(documents.iterator()));
            assertEquals(ErrorCode.CONFLICT, end.code());
            assertEquals(
                    "documents[25]: Duplicate key for property sku: 3;"
                            + " the first 20 documents were imported, none after",
                    end.problem());
            assertEquals("documents[25]", end.details().get("document"));
            assertEquals(20L, end.details().get("imported"));
            assertEquals(20, collection.count());
        }
    }

    @Test
    void whatWasKeptIsThereAfterReopening() {
        try (TestDatabase database = open(10)) {
            final Collection collection = database.engine.createCollection("c");
            assertThrows(LokiVectorException.class, () -> collection.importAll(failingAfter(15)));
        }
        try (TestDatabase database = open(10)) {
            final Stream<@Nullable Object> kept =
                    database.engine.collection("c").find(Map.of()).stream()
                            .map(document -> document.get("i"));
            assertEquals(LongStream.range(0, 10).boxed().toList(), kept.toList());
        }
    }
}
