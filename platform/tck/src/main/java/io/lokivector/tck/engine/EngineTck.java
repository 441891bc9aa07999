package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.request.SearchRequest;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the engine must do. Extend it and say how its requests travel: straight into the engine, or
 * through a transport. Every test uses collections of its own, so all may share one database.
 */
public abstract class EngineTck {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private String name = "";
    private EngineClient client = new EngineClient(EngineTck::nobody, Credentials.none());

    private static <R> Outcome<R> nobody(Call call, Request<R> request) {
        throw new IllegalStateException("not set up");
    }

    /** The way into the engine. */
    protected abstract RequestHandler handler();

    /** What the requests show; may do everything. */
    protected Credentials credentials() {
        return Credentials.none();
    }

    /** An exact vector index type that is there. */
    protected String exactIndexType() {
        return "flat";
    }

    @BeforeEach
    void connect() {
        client = new EngineClient(handler(), credentials());
        name = "tck-" + NUMBER.incrementAndGet() + "-" + System.nanoTime();
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
        final Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    private static Object meta(Map<String, @Nullable Object> document, String key) {
        if (document.get("meta") instanceof final Map<?, ?> meta && meta.get(key) != null) {
            return meta.get(key);
        }
        throw new AssertionError("no meta." + key + " in " + document);
    }

    // Collections

    @Test
    void aCollectionIsCreatedDescribedAndDropped() {
        final CollectionInfo created = client.create(name, Map.of());
        assertEquals(name, created.name());
        client.insert(name, map("a", 1), map("a", 2));
        final CollectionInfo info = client.answer(new CollectionRequest.DescribeCollection(name));
        assertAll(
                () -> assertEquals(2, info.count()),
                () -> assertTrue(info.sizeBytes() > 0),
                () -> assertEquals(created.createdAt(), info.createdAt()),
                () -> assertFalse(info.hasVectorIndex()));
        client.answer(new CollectionRequest.DropCollection(name));
        client.assertRefused(ErrorCode.NOT_FOUND, new CollectionRequest.DescribeCollection(name));
        client.assertRefused(ErrorCode.NOT_FOUND, new CollectionRequest.DropCollection(name));
    }

    @Test
    void aNameIsTakenOnce() {
        client.create(name, Map.of());
        client.assertRefused(
                ErrorCode.CONFLICT, new CollectionRequest.CreateCollection(name, Map.of()));
    }

    @Test
    void ofTwoWhoCreateAtOnceOneWins() throws Exception {
        final int racers = 8;
        final AtomicInteger won = new AtomicInteger();
        try (var threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("racer-", 0).factory())) {
            final List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < racers; i++) {
                all.add(
                        threads.submit(() -> {
                            if (isCreated()) {
                                won.incrementAndGet();
                            }
                        }));
            }
            for (final Future<?> each : all) {
                each.get();
            }
        }
        assertEquals(1, won.get());
    }

    private boolean isCreated() {
        try {
            client.create(name, Map.of());
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    @Test
    void badNamesAreRefused() {
        for (final String bad : List.of("_system", ".hidden", "a/b c", "x".repeat(129))) {
            client.assertRefused(
                    ErrorCode.BAD_REQUEST, new CollectionRequest.CreateCollection(bad, Map.of()));
        }
    }

    @Test
    void unknownOptionsAreRefusedWithTheNearestName() {
        final Problem problem =
                client.problem(
                        new CollectionRequest.CreateCollection(name, map("uniqe", List.of("a"))));
        assertEquals(ErrorCode.BAD_REQUEST, problem.code());
        assertTrue(problem.message().contains("unique"), problem.message());
    }

    @Test
    void aRenamedCollectionKeepsItsDocuments() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1));
        final String newName = name + "-renamed";
        client.answer(new CollectionRequest.AlterCollection(name, Optional.of(newName), Map.of()));
        assertEquals(1, client.count(newName, Map.of()));
        client.assertRefused(ErrorCode.NOT_FOUND, new CollectionRequest.DescribeCollection(name));
        client.create(name, Map.of());
        assertEquals(0, client.count(name, Map.of()));
    }

    @Test
    void aDroppedCollectionComesBackEmpty() {
        client.create(name, map("unique", List.of("a")));
        client.insert(name, map("a", 1));
        client.answer(new CollectionRequest.DropCollection(name));
        client.create(name, Map.of());
        assertEquals(List.of(), client.find(name, Map.of()));
        assertEquals(List.of(1L), client.insert(name, map("a", 1)));
    }

    @Test
    void requestsToAnUnknownCollectionAreNotFound() {
        client.assertRefused(
                ErrorCode.NOT_FOUND, new DocumentRequest.Insert(name, List.of(map("a", 1))));
        client.assertRefused(
                ErrorCode.NOT_FOUND, new DocumentRequest.Find(name, Map.of(), FindOptions.none()));
        client.assertRefused(
                ErrorCode.NOT_FOUND,
                new SearchRequest.Search(name, SearchOptions.nearest(new float[] {1}, 1)));
    }

    // Documents

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
            case final List<?> list -> list.stream().map(EngineTck::boxed).toList();
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

    // Indexes of values

    @Test
    void aUniqueFieldExemptsNullAndMissing() {
        client.create(name, map("unique", List.of("email")));
        client.insert(name, map("a", 1), map("a", 2), map("email", null), map("email", null));
        client.insert(name, map("email", ""), map("email", 0));
        client.assertRefused(
                ErrorCode.CONFLICT, new DocumentRequest.Insert(name, List.of(map("email", ""))));
        client.assertRefused(
                ErrorCode.CONFLICT, new DocumentRequest.Insert(name, List.of(map("email", 0))));
        assertEquals(6, client.count(name, Map.of()));
    }

    @Test
    void aRemovedOrChangedUniqueValueIsFreeAgain() {
        client.create(name, map("unique", List.of("email")));
        client.insert(name, map("email", "a"), map("email", "b"));
        client.remove(name, map("email", "a"));
        client.update(name, map("email", "b"), map("$set", map("email", "c")));
        assertEquals(2, client.insert(name, map("email", "a"), map("email", "b")).size());
    }

    @Test
    void anIndexNeverChangesAnAnswer() {
        client.create(name, Map.of());
        final String indexed = name + "-indexed";
        client.create(indexed, map("indices", List.of("v", "o.w")));
        final List<@Nullable Object> values =
                Arrays.asList(
                        1, 2, 2, 10, "2", "b", "", null, true, false, List.of(2), map("x", 1));
        for (final Object value : values) {
            final Map<String, @Nullable Object> document =
                    map("v", value, "o", List.of(map("w", value), map("w", 7)));
            client.insert(name, document);
            client.insert(indexed, document);
        }
        client.insert(name, map("other", 1));
        client.insert(indexed, map("other", 1));
        for (final String field : List.of("v", "o.w")) {
            for (final String operator :
                    List.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$dteq", "$aeq")) {
                for (final Object value : values) {
                    final Map<String, @Nullable Object> query = map(field, map(operator, value));
                    assertEquals(
                            client.ids(name, query), client.ids(indexed, query), query.toString());
                }
            }
            final Map<String, @Nullable Object> in =
                    map(field, map("$in", Arrays.asList(2, "b", null)));
            assertEquals(client.ids(name, in), client.ids(indexed, in));
            final Map<String, @Nullable Object> between =
                    map(field, map("$between", List.of(1, 2)));
            assertEquals(client.ids(name, between), client.ids(indexed, between));
        }
    }

    @Test
    void indexesAreMadeListedAndDropped() {
        client.create(name, Map.of());
        client.insert(name, map("a", 1), map("a", 1));
        client.assertRefused(
                ErrorCode.CONFLICT,
                new CollectionRequest.CreateIndex(name, "a", Optional.of("unique"), Map.of()));
        assertEquals("ordered", client.index(name, "a", "ordered", Map.of()).type());
        final List<IndexInfo> indexes = client.answer(new CollectionRequest.ListIndexes(name));
        assertEquals(List.of("a"), indexes.stream().map(IndexInfo::field).toList());
        client.answer(new CollectionRequest.DropIndex(name, "a"));
        assertEquals(List.of(), client.answer(new CollectionRequest.ListIndexes(name)));
        client.assertRefused(ErrorCode.NOT_FOUND, new CollectionRequest.DropIndex(name, "a"));
    }

    // Vectors

    private void createWithVectors() {
        client.create(name, Map.of());
        client.index(name, "e", exactIndexType(), Map.of());
        for (int i = 0; i < 5; i++) {
            client.insert(name, map("i", i, "even", i % 2 == 0, "e", List.of((double) i, 0.0)));
        }
    }

    private List<Long> nearest(@Nullable Object... options) {
        return EngineClient.idsOf(client.search(name, map(options)));
    }

    @Test
    void theNearestComeFirstWithDistanceAndSimilarity() {
        createWithVectors();
        final List<Map<String, @Nullable Object>> results =
                client.search(name, map("vector", new float[] {0.5f, 0}, "k", 2));
        assertEquals(List.of(1L, 2L), EngineClient.idsOf(results));
        assertEquals(0.5, real(results.get(0), "$distance"), 1e-9);
        assertEquals(1 / 1.5, real(results.get(0), "$similarity"), 1e-9);
        assertFalse(results.get(0).containsKey("e"));
    }

    private static double real(Map<String, @Nullable Object> document, String field) {
        if (document.get(field) instanceof final Number number) {
            return number.doubleValue();
        }
        throw new AssertionError("no number " + field + " in " + document);
    }

    @Test
    void vectorsComeBackWithTheirDocuments() {
        createWithVectors();
        assertVector(client.get(name, 3).orElseThrow().get("e"), 2, 0);
        assertVector(client.find(name, map("i", 4)).get(0).get("e"), 4, 0);
        assertVector(
                client.search(
                                name,
                                map("vector", new float[] {1, 0}, "k", 1, "includeVector", true))
                        .get(0)
                        .get("e"),
                1,
                0);
    }

    private static void assertVector(@Nullable Object actual, double... expected) {
        final List<Double> numbers = new ArrayList<>();
        switch (actual) {
            case final float[] packed -> {
                for (final float number : packed) {
                    numbers.add((double) number);
                }
            }
            case final List<?> list ->
                    list.forEach(each -> numbers.add(((Number) each).doubleValue()));
            case null, default -> throw new AssertionError("no vector: " + actual);
        }
        assertEquals(Arrays.stream(expected).boxed().toList(), numbers);
    }

    @Test
    void writesAreSearchableAtOnce() {
        createWithVectors();
        client.insert(name, map("e", List.of(0.1, 0.1)));
        assertEquals(List.of(1L, 6L, 2L), nearest("vector", new float[] {0, 0}, "k", 3));
        client.update(name, map("$loki", 1), map("$set", map("e", List.of(100, 100))));
        assertEquals(List.of(6L, 2L, 3L), nearest("vector", new float[] {0, 0}, "k", 3));
        client.remove(name, map("$loki", 6));
        assertEquals(List.of(2L, 3L, 4L, 5L, 1L), nearest("vector", new float[] {0, 0}, "k", 10));
        client.update(name, map("$loki", 2), map("$unset", map("e", 1)));
        assertEquals(List.of(3L, 4L), nearest("vector", new float[] {0, 0}, "k", 2));
        client.update(name, map("$loki", 3), map("$set", map("i", 50)));
        assertEquals(List.of(3L, 4L), nearest("vector", new float[] {0, 0}, "k", 2));
    }

    @Test
    void aFilterExcludesAndStillGivesKResults() {
        createWithVectors();
        assertEquals(
                List.of(1L, 3L, 5L),
                nearest("vector", new float[] {0, 0}, "k", 3, "filter", map("even", true)));
        assertEquals(
                List.of(4L), nearest("vector", new float[] {0, 0}, "k", 3, "filter", map("i", 3)));
        assertEquals(
                List.of(), nearest("vector", new float[] {0, 0}, "k", 3, "filter", map("i", 99)));
    }

    @Test
    void offsetThresholdAndExactAreObeyed() {
        createWithVectors();
        assertEquals(List.of(2L, 3L), nearest("vector", new float[] {0, 0}, "k", 2, "offset", 1));
        assertEquals(List.of(1L, 2L), nearest("vector", new float[] {0, 0}, "threshold", 1.0));
        assertEquals(List.of(1L, 2L), nearest("vector", new float[] {0, 0}, "k", 2, "exact", true));
    }

    @Test
    void whatIsSimilarToADocumentIsNotThatDocument() {
        createWithVectors();
        assertEquals(List.of(2L, 4L), nearest("id", 3, "k", 2));
    }

    @Test
    void aHybridSearchRaisesWhatMatches() {
        createWithVectors();
        final List<Map<String, @Nullable Object>> results =
                client.search(
                        name,
                        map(
                                "vector",
                                new float[] {0, 0},
                                "k",
                                5,
                                "hybrid",
                                true,
                                "filter",
                                map("i", 4)));
        assertEquals(List.of(1L, 5L, 2L, 3L, 4L), EngineClient.idsOf(results));
        assertEquals(0.5, real(results.get(0), "$score"), 1e-9);
        assertEquals(0.5, real(results.get(1), "$score"), 1e-9);
        assertEquals(true, results.get(1).get("$queryMatch"));
        assertEquals(0.75, real(results.get(2), "$vectorScore"), 1e-9);
    }

    @Test
    void badVectorsAreRefusedBeforeAnythingIsStored() {
        createWithVectors();
        for (final Object bad :
                List.of(List.of(1, 2, 3), List.of(), "text", List.of("a", "b"), List.of(1, "b"))) {
            final Problem problem =
                    client.problem(
                            new DocumentRequest.Insert(name, List.of(map("i", 9), map("e", bad))));
            assertEquals(ErrorCode.BAD_REQUEST, problem.code(), problem.message());
            assertTrue(problem.message().contains("documents[1]"), problem.message());
        }
        assertEquals(5, client.count(name, Map.of()));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new SearchRequest.Search(name, SearchOptions.nearest(new float[] {1}, 1)));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new DocumentRequest.Update(
                        name, Map.of(), map("$set", map("e", List.of(1, 2, 3)))));
        assertEquals(List.of(1L), nearest("vector", new float[] {0, 0}, "k", 1));
    }

    @Test
    void documentsWithoutAVectorAreStoredAndNotFoundBySearch() {
        createWithVectors();
        client.insert(name, map("i", 9), map("i", 10, "e", null));
        assertEquals(7, client.count(name, Map.of()));
        assertEquals(5, nearest("vector", new float[] {0, 0}, "k", 10).size());
    }

    @Test
    void anIndexOverExistingDocumentsFindsThem() {
        client.create(name, Map.of());
        client.insert(name, map("e", List.of(1, 0)), map("x", 1), map("e", List.of(0, 2)));
        final IndexInfo index = client.index(name, "e", exactIndexType(), Map.of());
        assertTrue(index.isVector());
        assertEquals(List.of(1L, 3L), nearest("vector", new float[] {1, 0}, "k", 5));
        assertVector(client.get(name, 3).orElseThrow().get("e"), 0, 2);
        client.answer(new CollectionRequest.DropIndex(name, "e"));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new SearchRequest.Search(name, SearchOptions.nearest(new float[] {1, 0}, 1)));
        assertVector(client.get(name, 1).orElseThrow().get("e"), 1, 0);
        client.index(name, "e", exactIndexType(), Map.of());
        assertEquals(List.of(1L, 3L), nearest("vector", new float[] {1, 0}, "k", 5));
    }

    @Test
    void anIndexOverUnequalVectorsIsRefused() {
        client.create(name, Map.of());
        client.insert(name, map("e", List.of(1, 0)), map("e", List.of(0, 2, 1)));
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new CollectionRequest.CreateIndex(
                        name, "e", Optional.of(exactIndexType()), Map.of()));
        assertEquals(List.of(), client.answer(new CollectionRequest.ListIndexes(name)));
    }

    @Test
    void metricsMeasureAsTheyAreCalled() {
        for (final Map.Entry<String, Double> expected :
                Map.of(
                                "euclidean", 5.0,
                                "euclideanSquared", 25.0,
                                "cosine", 1.0,
                                "dot", 0.0,
                                "innerProduct", 0.0)
                        .entrySet()) {
            final String collection = name + "-" + expected.getKey();
            client.create(collection, Map.of());
            client.index(
                    collection, "e", exactIndexType(), map("distanceFunction", expected.getKey()));
            client.insert(collection, map("e", List.of(3, 0)));
            assertEquals(
                    expected.getValue(),
                    real(
                            client.search(collection, map("vector", new float[] {0, 4})).get(0),
                            "$distance"),
                    1e-9,
                    expected.getKey());
        }
    }

    @Test
    void anUnknownIndexTypeIsRefused() {
        client.create(name, Map.of());
        client.assertRefused(
                ErrorCode.BAD_REQUEST,
                new CollectionRequest.CreateIndex(
                        name, "e", Optional.of("no-such-type"), Map.of()));
    }

    @Test
    void severalSearchesAreAnsweredInOrder() {
        createWithVectors();
        final List<List<Map<String, @Nullable Object>>> results =
                client.answer(
                        new SearchRequest.SearchBatch(
                                name,
                                List.of(
                                        SearchOptions.nearest(new float[] {0, 0}, 1),
                                        SearchOptions.nearest(new float[] {4, 0}, 2))));
        assertEquals(
                List.of(List.of(1L), List.of(5L, 4L)),
                results.stream().map(EngineClient::idsOf).toList());
    }

    @Test
    void shardsAreNotNoticed() {
        client.create(name, map("shards", 3, "unique", List.of("u")));
        client.index(name, "e", exactIndexType(), Map.of());
        for (int i = 0; i < 20; i++) {
            client.insert(name, map("i", i, "u", "u" + i, "e", List.of(i, 1)));
        }
        assertEquals(20, client.count(name, Map.of()));
        assertEquals(
                List.of(4L, 5L, 6L), client.ids(name, map("i", map("$between", List.of(3, 5)))));
        assertEquals(List.of(8L, 7L, 9L, 6L, 10L), nearest("vector", new float[] {7, 1}, "k", 5));
        client.assertRefused(
                ErrorCode.CONFLICT, new DocumentRequest.Insert(name, List.of(map("u", "u7"))));
        assertEquals(10, client.remove(name, map("i", map("$gte", 10))));
        final List<Long> left = client.ids(name, Map.of());
        assertEquals(10, left.size());
        assertEquals(left.stream().sorted().toList(), left);
    }

    // Concurrency

    @Test
    void concurrentWritersLoseNothing() throws Exception {
        client.create(name, map("unique", List.of("key")));
        client.insert(name, map("key", "counter", "n", 0));
        final int writers = 4;
        final int rounds = 25;
        final Set<Long> ids = ConcurrentHashMap.newKeySet();
        try (var threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("writer-", 0).factory())) {
            final List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                final int number = writer;
                all.add(
                        threads.submit(() -> {
                            for (int i = 0; i < rounds; i++) {
                                ids.addAll(client.insert(name, map("key", number + "-" + i)));
                                client.update(
                                        name, map("key", "counter"), map("$inc", map("n", 1)));
                            }
                        }));
            }
            for (final Future<?> each : all) {
                each.get();
            }
        }
        assertEquals(writers * rounds, ids.size());
        assertEquals(writers * rounds + 1, client.count(name, Map.of()));
        final Map<String, @Nullable Object> counter = client.get(name, 1).orElseThrow();
        assertEquals(writers * rounds, EngineClient.number(counter.get("n")));
        assertEquals(writers * rounds, EngineClient.number(meta(counter, "revision")));
    }

    @Test
    void readersSeeWholeBatchesOnly() throws Exception {
        client.create(name, map("shards", 2));
        final int batch = 10;
        client.insert(name, Collections.nCopies(batch, map("n", 0)));
        try (var threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("writer-", 0).factory())) {
            final Future<?> writer =
                    threads.submit(() -> {
                        for (int i = 1; i <= 30; i++) {
                            client.update(name, Map.of(), map("$set", map("n", i)));
                            client.insert(name, Collections.nCopies(batch, map("n", i)));
                        }
                    });
            while (!writer.isDone()) {
                final List<Map<String, @Nullable Object>> all = client.find(name, Map.of());
                assertEquals(0, all.size() % batch);
                assertEquals(
                        1,
                        all.stream().map(document -> document.get("n")).distinct().count(),
                        "an update of all is seen for all, or for none");
            }
            writer.get();
        }
        assertEquals(31 * batch, client.count(name, Map.of()));
    }
}
