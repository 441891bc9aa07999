package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.transport.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must do with documents. */
abstract class DocumentSuite extends CollectionSuite {

    @Test
    void insertedDocumentsHaveIdsInOrderAndMeta() {
        client.create(name, Map.of());
        assertEquals(List.of(1L, 2L), client.insert(name, map("n", "a"), map("n", "b")));
        assertEquals(List.of(3L), client.insert(name, map("n", "c")));
        final Map<String, @Nullable Object> second = client.get(name, 2).orElseThrow();
        assertAll(
                () -> assertEquals("b", second.get("n")),
                () -> assertEquals(2, EngineClient.number(second.get("$loki"))),
                () -> assertEquals(0, EngineClient.number(meta(second, "revision"))),
                () -> assertEquals(0, EngineClient.number(meta(second, "version"))),
                () -> assertTrue(EngineClient.number(meta(second, "created")) > 0));
        assertEquals(List.of(1L, 2L, 3L), client.ids(name, Map.of()));
    }

    @Test
    void allKindsOfValuesComeBack() {
        client.create(name, Map.of());
        final Map<String, @Nullable Object> document =
                map(
                        "text",
                        "Grüße 🌍 \u0000",
                        "empty",
                        "",
                        "whole",
                        9_007_199_254_740_993L,
                        "negative",
                        -5,
                        "fraction",
                        0.1,
                        "tiny",
                        5e-324,
                        "yes",
                        true,
                        "no",
                        false,
                        "nothing",
                        null,
                        "list",
                        Arrays.asList(1, "two", null, List.of(), map("three", 3)),
                        "object",
                        map("a", map("b", List.of(1.5))),
                        "",
                        "no name",
                        "a.b",
                        "dot");
        client.insert(name, document);
        final Map<String, @Nullable Object> stored = client.get(name, 1).orElseThrow();
        document.forEach(
                (key, value) -> assertEquals(canonical(value), canonical(stored.get(key)), key));
        assertTrue(stored.containsKey("nothing"));
    }

    /** Numbers by value, whatever type they travelled as. */
    private static @Nullable Object canonical(@Nullable Object value) {
        return switch (value) {
            case final Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            case final List<?> list -> list.stream().map(DocumentSuite::boxed).toList();
            case final Map<?, ?> object -> {
                final Map<Object, Object> copy = new LinkedHashMap<>();
                object.forEach((key, each) -> copy.put(key, boxed(each)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private static Object boxed(@Nullable Object value) {
        return Optional.ofNullable(canonical(value));
    }

    @Test
    void aBatchWithOneBadDocumentStoresNothingAndSaysWhich() {
        client.create(name, map("unique", List.of("sku")));
        client.insert(name, map("sku", "a"));
        final Problem taken =
                client.problem(
                        new DocumentRequest.Insert(
                                name, List.of(map("sku", "b"), map("sku", "a"))));
        assertEquals(ErrorCode.CONFLICT, taken.code());
        assertTrue(taken.message().contains("documents[1]"), taken.message());
        assertTrue(taken.message().contains("Duplicate key for property sku: a"), taken.message());
        final Problem known =
                client.problem(
                        new DocumentRequest.Insert(
                                name, List.of(map("sku", "c"), map("$loki", 1, "sku", "d"))));
        assertEquals(ErrorCode.BAD_REQUEST, known.code());
        assertTrue(known.message().contains("documents[1]"), known.message());
        assertEquals(List.of(1L), client.ids(name, Map.of()));
    }

    @Test
    void nestingHasALimit() {
        client.create(name, Map.of());
        Object value = 1;
        for (int i = 0; i < 100; i++) {
            value = List.of(value);
        }
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new DocumentRequest.Insert(name, List.of(map("deep", value))));
        assertEquals(0, client.count(name, Map.of()));
    }

    @Test
    void foundDocumentsAreSortedCutAndProjected() {
        client.create(name, Map.of());
        client.insert(name, map("a", 3, "b", 1), map("a", 1, "b", 2), map("a", 2, "b", 3));
        final List<Map<String, @Nullable Object>> found =
                client.answer(
                        new DocumentRequest.Find(
                                name,
                                Map.of(),
                                new FindOptions(
                                        List.of(List.of("a", true)),
                                        1,
                                        Optional.of(1),
                                        List.of("b"))));
        assertEquals(1, found.size());
        assertEquals(3, EngineClient.number(found.get(0).get("b")));
        assertFalse(found.get(0).containsKey("a"));
    }

    @Test
    void documentsAreFoundByTheirId() {
        client.create(name, map("shards", 2));
        client.insert(name, map("a", 1), map("a", 2), map("a", 3));
        assertEquals(List.of(2L), client.ids(name, map("$loki", 2)));
        assertEquals(List.of(), client.ids(name, map("$loki", 2, "a", 3)));
        assertEquals(
                List.of(),
                client.ids(
                        name,
                        map("$or", List.of(map("$loki", map("$in", List.of(1, 2)), "a", 99)))));
        assertEquals(
                List.of(1L, 3L),
                client.ids(name, map("$loki", map("$in", Arrays.asList(3, 1, 3, 9, "2", null)))));
        for (final Object none : Arrays.asList(0, -1, 4, 1L << 40, 1.5, "1", null)) {
            assertEquals(List.of(), client.ids(name, map("$loki", none)), "id " + none);
        }
    }

    @Test
    void findOneGivesTheFirstOrNothing() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1), map("a", 1));
        assertEquals(
                1,
                EngineClient.number(
                        client.answer(
                                        new DocumentRequest.FindOne(
                                                name, map("a", 1), FindOptions.none()))
                                .orElseThrow()
                                .get("$loki")));
        assertTrue(
                client.answer(new DocumentRequest.FindOne(name, map("a", 2), FindOptions.none()))
                        .isEmpty());
    }

    @Test
    void malformedQueriesAreRefused() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new DocumentRequest.Find(name, map("a", map("$nonsense", 1)), FindOptions.none()));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new DocumentRequest.Remove(name, map("a", map("$nonsense", 1))));
        assertEquals(1, client.count(name, Map.of()));
    }

    @Test
    void updatesChangeAllThatMatchAndCountRevisions() {
        client.create(name, Map.of());
        client.insert(name, map("n", 1), map("n", 2), map("n", 3));
        assertEquals(
                2,
                client.update(
                        name,
                        map("n", map("$gt", 1)),
                        map("$set", map("seen", true), "$inc", map("n", 10))));
        assertEquals(List.of(2L, 3L), client.ids(name, map("seen", true)));
        final Map<String, @Nullable Object> second = client.get(name, 2).orElseThrow();
        assertEquals(12, EngineClient.number(second.get("n")));
        assertEquals(1, EngineClient.number(meta(second, "revision")));
        assertTrue(EngineClient.number(meta(second, "updated")) > 0);
        assertEquals(0, client.update(name, map("n", 99), map("$set", map("x", 1))));
    }

    @Test
    void anUpdateThatFailsForOneDocumentChangesNone() {
        client.create(name, map("unique", List.of("sku")));
        client.insert(name, map("sku", "a"), map("sku", "b"));
        client.assertRefused(
                ErrorCode.CONFLICT,
                new DocumentRequest.Update(
                        name, Map.of(), map("$set", map("sku", "same", "touched", true))));
        assertEquals(0, client.count(name, map("touched", true)));
        client.insert(name, map("sku", "same"));
    }

    @Test
    void replacePatchAndDeleteWorkOnOneDocument() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1, "b", 2));
        final Map<String, @Nullable Object> patched =
                client.answer(
                        new DocumentRequest.PatchDocument(name, 1, map("b", 3), Optional.empty()));
        assertEquals(1, EngineClient.number(patched.get("a")));
        assertEquals(3, EngineClient.number(patched.get("b")));
        client.answer(
                new DocumentRequest.PatchDocument(
                        name, 1, map("$inc", map("a", 5)), Optional.empty()));
        final Map<String, @Nullable Object> replaced =
                client.answer(
                        new DocumentRequest.ReplaceDocument(name, 1, map("c", 4), Optional.of(2L)));
        assertEquals(Set.of("c", "$loki", "meta"), replaced.keySet());
        assertEquals(3, EngineClient.number(meta(replaced, "revision")));
        client.assertRefused(
                ErrorCode.PRECONDITION_FAILED,
                new DocumentRequest.ReplaceDocument(name, 1, map("d", 5), Optional.of(2L)));
        client.assertRefused(
                ErrorCode.PRECONDITION_FAILED,
                new DocumentRequest.DeleteDocument(name, 1, Optional.of(0L)));
        client.answer(new DocumentRequest.DeleteDocument(name, 1, Optional.of(3L)));
        assertTrue(client.get(name, 1).isEmpty());
        client.assertRefused(
                ErrorCode.NOT_FOUND,
                new DocumentRequest.PatchDocument(name, 1, map("a", 1), Optional.empty()));
        assertEquals(List.of(2L), client.insert(name, map("a", 1)));
    }

    @Test
    void removedDocumentsAreGone() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1), map("a", 2), map("a", 1));
        assertEquals(2, client.remove(name, map("a", 1)));
        assertEquals(List.of(2L), client.ids(name, Map.of()));
        assertEquals(0, client.remove(name, map("a", 1)));
    }

    @Test
    void importAndExportCarryEverything() {
        client.create(name, Map.of());
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            documents.add(map("i", i));
        }
        assertEquals(
                2_500,
                client.answer(new DocumentRequest.ImportDocuments(name, documents.iterator()))
                        .count());
        final List<Map<String, @Nullable Object>> exported =
                client.export(name, map("i", map("$lt", 2_000)));
        assertEquals(2_000, exported.size());
        assertEquals(1_999, EngineClient.number(exported.get(1_999).get("i")));
        final String copy = name + "-copy";
        client.create(copy, Map.of());
        client.answer(new DocumentRequest.ImportDocuments(copy, exported.iterator()));
        assertEquals(2_000, client.count(copy, Map.of()));
    }

    @Test
    void anImportThatEndsEarlySaysWhereAndHowMuchIsKept() {
        client.create(name, map("unique", List.of("sku")));
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            documents.add(map("sku", i == 2_200 ? 7 : i));
        }
        final Problem problem =
                client.problem(new DocumentRequest.ImportDocuments(name, documents.iterator()));
        assertEquals(ErrorCode.CONFLICT, problem.code());
        assertTrue(problem.message().startsWith("documents[2200]: "), problem.message());
        final long imported = EngineClient.number(problem.details().get("imported"));
        assertTrue(imported <= 2_200, problem.message());
        assertEquals(imported, client.count(name, Map.of()));
    }
}
