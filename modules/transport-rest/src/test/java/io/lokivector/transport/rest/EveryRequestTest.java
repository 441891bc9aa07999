package io.lokivector.transport.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.request.AggregateRequest;
import io.lokivector.spi.request.CacheInfo;
import io.lokivector.spi.request.CacheRequest;
import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.Done;
import io.lokivector.spi.request.FieldStatistics;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.IndexSwitchInfo;
import io.lokivector.spi.request.IndexSwitchOptions;
import io.lokivector.spi.request.IndexSwitchRequest;
import io.lokivector.spi.request.KeyRequest;
import io.lokivector.spi.request.Page;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.SampledRecall;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.request.SearchRequest;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.request.TransformInfo;
import io.lokivector.spi.request.TransformRequest;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import io.lokivector.spi.request.ViewRequest;
import io.lokivector.spi.request.WriteRequest;
import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.security.Secret;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever can be asked of a handler can be asked over REST, and means the same there. */
class EveryRequestTest {
    private static final Instant MADE = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Call CALL =
            new Call(Credentials.ofApiKey("lvk_1"), "test", "nowhere", "request-1");
    private static final Map<String, Object> QUERY = Map.of("year", Map.of("$gte", 1965L));
    private static final Map<String, Object> BOOK =
            Map.of("$loki", 7L, "title", "Dune/ä", "meta", Map.of("revision", 3L));
    private static final FindOptions OPTIONS =
            new FindOptions(
                    List.of(List.of("year", true), "title"),
                    5,
                    Optional.of(3),
                    List.of("title", "year"));
    private static final IndexInfo INDEX =
            new IndexInfo(
                    "embedding",
                    "hnsw",
                    true,
                    IndexInfo.State.BUILDING,
                    "is being filled",
                    12,
                    4096,
                    Map.of("M", 16L));
    private static final IndexInfo MEASURED =
            INDEX.with(
                    Map.of("vectors", 4000L, "links", 96L),
                    Optional.of(new SampledRecall(0.975, 40, 0.86, 0.99, MADE)));
    private static final IndexInfo SWITCHED =
            MEASURED.with(
                    new IndexSwitchInfo(
                            IndexSwitchInfo.Phase.CUT_OVER,
                            new IndexSwitchInfo.Contender(
                                    "flat",
                                    Map.of(),
                                    IndexInfo.State.READY,
                                    "",
                                    1,
                                    12,
                                    4096,
                                    Optional.of(new IndexSwitchInfo.Measured(1, 250.5, 32, 20))),
                            new IndexSwitchInfo.Contender(
                                    "hnsw",
                                    Map.of("M", 16L),
                                    IndexInfo.State.UNAVAILABLE,
                                    "no plugin",
                                    0.25,
                                    0,
                                    0,
                                    Optional.empty()),
                            0.95,
                            true,
                            "wait",
                            4096,
                            Optional.of(MADE)));
    private static final CollectionInfo COLLECTION =
            new CollectionInfo("my books", 12, 3456, 2, MADE, List.of(INDEX), Map.of("ttl", 5L));
    private static final Permissions PERMISSIONS =
            new Permissions(
                    List.of("books*"),
                    Set.of(Operation.READ, Operation.WRITE),
                    Optional.of(new RateLimit(100, Duration.ofMinutes(15))));
    private static final ApiKey KEY =
            new ApiKey(
                    "key_1",
                    "ann",
                    "lvk_",
                    MADE,
                    Optional.of(MADE.plusSeconds(60)),
                    Optional.empty(),
                    Optional.of(MADE),
                    PERMISSIONS,
                    "laptop",
                    "for work");
    private static final ApiKeys.IssuedKey ISSUED =
            new ApiKeys.IssuedKey(KEY, Secret.of("lvk_secret"));

    private static RestServer server;
    private static RestClient client;

    @BeforeAll
    static void start() throws Exception {
        server = new RestServer();
        client = new RestClient(server.address(), server.http);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> requests() {
        final List<Arguments> all = new ArrayList<>();
        Stream.of(
                        server(),
                        keys(),
                        collections(),
                        documents(),
                        views(),
                        writes(),
                        pipelines(),
                        changes())
                .forEach(all::addAll);
        return all.stream();
    }

    private static List<Arguments> server() {
        return List.of(
                of(
                        new ServerRequest.Status(),
                        new ServerRequest.StatusReport(
                                "LokiVector", "none", "1.0.0", List.of("books"))),
                of(
                        new ServerRequest.Health(),
                        new ServerRequest.HealthReport(
                                true, "", MADE, Duration.ofMillis(1500), 1, 2, 3, 4, "1.0.0")),
                of(
                        new ServerRequest.Health(),
                        new ServerRequest.HealthReport(
                                false, "is opening", MADE, Duration.ofMillis(3), 1, 2, 0, 0, "1")),
                of(
                        new ServerRequest.Metrics(),
                        new ServerRequest.MetricsReport(
                                "text/plain;version=0.0.4", "# HELP a b\na 1\n")),
                of(new ServerRequest.ListCollections(), List.of(COLLECTION)),
                of(
                        new ServerRequest.ListExtensions(),
                        List.of(
                                new ServerRequest.ExtensionInfo(
                                        "limit-x",
                                        "1.2",
                                        "plugin",
                                        ServerRequest.ExtensionState.QUARANTINED,
                                        "needs SPI 2",
                                        "limit-x.jar",
                                        List.of("rate-limiter:x")))));
    }

    private static List<Arguments> keys() {
        return List.of(
                of(new KeyRequest.ListKeys(), List.of(KEY)),
                of(new KeyRequest.GetKey("key_1"), KEY),
                of(new KeyRequest.CountKeys(), new ApiKeys.Statistics(5, 4, 3, 2, 1)),
                of(new KeyRequest.RevokeKey("key_1"), new Done("revoked")),
                of(
                        new KeyRequest.ChangeKey(
                                "key_1",
                                new ApiKeys.KeyChange(
                                        Optional.of("desk"),
                                        Optional.empty(),
                                        Optional.of(PERMISSIONS),
                                        Optional.of(MADE))),
                        KEY));
    }

    private static List<Arguments> collections() {
        final String name = "my books";
        return List.of(
                of(new CollectionRequest.DescribeCollection(name), COLLECTION),
                of(
                        new CollectionRequest.AlterCollection(
                                name, Optional.of("novels"), Map.of("ttl", 5L)),
                        COLLECTION),
                of(new CollectionRequest.DropCollection(name), new Done("dropped")),
                of(
                        new CollectionRequest.CreateIndex(
                                name, "embedding", Optional.of("hnsw"), Map.of("M", 16L)),
                        INDEX),
                of(
                        new CollectionRequest.CreateIndex(
                                name, "embedding", Optional.empty(), Map.of()),
                        INDEX),
                of(new CollectionRequest.ListIndexes(name), List.of(INDEX, MEASURED)),
                of(new CollectionRequest.DescribeIndex(name, "a.b c"), SWITCHED),
                of(
                        new IndexSwitchRequest.StartIndexSwitch(
                                name,
                                "a.b c",
                                new IndexSwitchOptions(
                                        Optional.of("hnsw"),
                                        Map.of("M", 16L),
                                        0.9,
                                        false,
                                        Duration.ofMinutes(5))),
                        SWITCHED),
                of(
                        new IndexSwitchRequest.StartIndexSwitch(
                                name,
                                "e",
                                new IndexSwitchOptions(
                                        Optional.empty(), Map.of(), 0.95, true, Duration.ZERO)),
                        SWITCHED),
                of(new IndexSwitchRequest.CutOverIndexSwitch(name, "a.b c"), SWITCHED),
                of(new IndexSwitchRequest.RollBackIndexSwitch(name, "a.b c"), MEASURED),
                of(new IndexSwitchRequest.CommitIndexSwitch(name, "a.b c"), MEASURED),
                of(new CollectionRequest.DropIndex(name, "a.b c"), new Done("dropped")),
                of(new CacheRequest.DescribeCache(name), new CacheInfo(100, 3, 4096, 8, 2)),
                of(
                        new CacheRequest.ResizeCache(name, Optional.of(5)),
                        new Done("keeps up to 5 answers")),
                of(new CacheRequest.ResizeCache(name, Optional.empty()), new Done("is off")));
    }

    private static List<Arguments> documents() {
        final String name = "books";
        final Map<String, Object> withNull = new LinkedHashMap<>(BOOK);
        withNull.put("nothing", null);
        return List.of(
                of(
                        new DocumentRequest.Insert(name, List.of(BOOK, withNull)),
                        new DocumentRequest.Inserted(List.of(1L, 2L))),
                of(new DocumentRequest.Find(name, QUERY, OPTIONS), List.of(BOOK, withNull)),
                of(new DocumentRequest.Find(name, Map.of(), FindOptions.none()), List.of()),
                of(new DocumentRequest.FindOne(name, QUERY, OPTIONS), Optional.of(BOOK)),
                of(new DocumentRequest.FindOne(name, QUERY, OPTIONS), Optional.empty()),
                of(new DocumentRequest.Count(name, QUERY), 42L),
                of(
                        new DocumentRequest.Explain(name, QUERY, FindOptions.none()),
                        Map.of("plan", Map.of("kind", "scan"), "returned", 2L)),
                of(new DocumentRequest.Update(name, QUERY, Map.of("$set", Map.of("a", 1.5))), 3L),
                of(new DocumentRequest.Remove(name, QUERY), 0L),
                of(new DocumentRequest.GetDocument(name, 7), Optional.of(BOOK)),
                of(new DocumentRequest.GetDocument(name, 7), Optional.empty()),
                of(new DocumentRequest.ReplaceDocument(name, 7, BOOK, Optional.of(3L)), BOOK),
                of(
                        new DocumentRequest.PatchDocument(
                                name, 7, Map.of("title", "Emma"), Optional.empty()),
                        BOOK),
                of(
                        new DocumentRequest.DeleteDocument(name, 7, Optional.of(3L)),
                        new Done("removed")));
    }

    private static List<Arguments> views() {
        final String name = "my books";
        final ViewFilter named = new ViewFilter(Optional.of("re cent"), QUERY);
        final ViewFilter unnamed = new ViewFilter(Optional.empty(), Map.of("a", 1.5));
        final ViewDefinition view =
                new ViewDefinition(
                        "new.ones",
                        List.of(named, unnamed),
                        List.of(List.of("year", true), "title"),
                        true);
        return List.of(
                of(new ViewRequest.CreateView(name, view), view),
                of(
                        new ViewRequest.CreateView(name, ViewDefinition.named("all")),
                        ViewDefinition.named("all")),
                of(new ViewRequest.ListViews(name), List.of(view, ViewDefinition.named("all"))),
                of(new ViewRequest.DescribeView(name, "new.ones"), view),
                of(new ViewRequest.DropView(name, "new.ones"), new Done("dropped")),
                of(new ViewRequest.AddViewFilter(name, "new.ones", named), view),
                of(new ViewRequest.AddViewFilter(name, "new.ones", unnamed), view),
                of(new ViewRequest.RemoveViewFilter(name, "new.ones", "re cent"), view),
                of(new ViewRequest.RemoveViewFilters(name, "new.ones"), view),
                of(new ViewRequest.SortView(name, "new.ones", view.sort()), view),
                of(new ViewRequest.SortView(name, "new.ones", List.of()), view),
                of(new ViewRequest.ReadView(name, "new.ones", Page.whole()), List.of(BOOK)),
                of(
                        new ViewRequest.ReadView(
                                name, "new.ones", new Page(5, Optional.of(3), List.of())),
                        List.of()),
                of(
                        new ViewRequest.ReadView(
                                name,
                                "new.ones",
                                new Page(0, Optional.empty(), List.of("title", "a.b"))),
                        List.of(BOOK)),
                of(
                        new ViewRequest.BranchView(
                                name, "new.ones", Optional.of("a b"), List.of(), Map.of("n", 1L)),
                        List.of(BOOK)),
                of(
                        new ViewRequest.BranchView(
                                name,
                                "new.ones",
                                Optional.empty(),
                                List.of(Map.of("type", "limit", "value", 1L)),
                                Map.of()),
                        List.of()),
                of(new ViewRequest.CountView(name, "new.ones"), 42L));
    }

    private static List<Arguments> writes() {
        final String name = "books";
        final Map<String, Object> update = Map.of("$set", Map.of("a", 1.5));
        return List.of(
                of(
                        new WriteRequest.UpdateOne(name, QUERY, update, true),
                        new WriteRequest.Changed(List.of(BOOK), true)),
                of(
                        new WriteRequest.UpdateOne(name, QUERY, update, false),
                        new WriteRequest.Changed(List.of(), false)),
                of(
                        new WriteRequest.UpdateMany(name, QUERY, update, false),
                        new WriteRequest.Changed(List.of(BOOK, BOOK), false)),
                of(
                        new WriteRequest.ReplaceOne(name, QUERY, BOOK, true),
                        new WriteRequest.Changed(List.of(BOOK), false)),
                of(new WriteRequest.DeleteOne(name, QUERY), Optional.of(BOOK)),
                of(new WriteRequest.DeleteOne(name, QUERY), Optional.empty()),
                of(new WriteRequest.Clear(name), new Done("cleared")),
                of(
                        new WriteRequest.Bulk(
                                name,
                                List.of(Map.of("insertOne", Map.of("document", BOOK))),
                                false,
                                true),
                        new WriteRequest.BulkResult(
                                List.of(
                                        new WriteRequest.BulkDone(
                                                WriteRequest.Effect.REMOVED, List.of(3L, 4L)),
                                        new WriteRequest.BulkFailed(
                                                ErrorCode.CONFLICT,
                                                "operations[1].insertOne.document: taken",
                                                Map.of("field", "isbn")),
                                        new WriteRequest.BulkSkipped()))));
    }

    private static List<Arguments> pipelines() {
        final String name = "books";
        final List<Map<String, Object>> steps =
                List.of(Map.of("type", "find", "value", QUERY), Map.of("type", "remove"));
        final TransformInfo transform = new TransformInfo("a b", steps);
        final Map<String, Object> params = Map.of("min", 3L);
        return List.of(
                of(new TransformRequest.AddTransform(name, "a b", steps), transform),
                of(new TransformRequest.SetTransform(name, "a b", steps), transform),
                of(new TransformRequest.RemoveTransform(name, "a b"), new Done("removed")),
                of(new TransformRequest.GetTransform(name, "a b"), Optional.of(transform)),
                of(new TransformRequest.GetTransform(name, "a b"), Optional.empty()),
                of(new TransformRequest.ListTransforms(name), List.of(transform)),
                of(new TransformRequest.RunTransform(name, "a b", params), List.of(BOOK)),
                of(new TransformRequest.RunSteps(name, steps, params), List.of()),
                of(
                        new AggregateRequest.Aggregate(name, List.of(Map.of("$match", QUERY))),
                        List.of(BOOK)),
                of(
                        new AggregateRequest.Distinct(name, "a.b", QUERY),
                        Arrays.asList(1L, "x", null, List.of(2.5))),
                of(
                        new AggregateRequest.Statistics(name, "a b", true),
                        new FieldStatistics(
                                "a b",
                                5,
                                3,
                                Optional.of(2.5),
                                Optional.of(3.5),
                                Optional.of("1"),
                                Optional.of(0.25),
                                Optional.of(new FieldStatistics.Extreme(7, 1L)),
                                Optional.of(new FieldStatistics.Extreme(9, 4.5)),
                                Optional.of(Arrays.asList(1L, null, "x")))),
                of(
                        new AggregateRequest.Statistics(name, "v", false),
                        new FieldStatistics(
                                "v",
                                0,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())));
    }

    private static List<Arguments> changes() {
        final Optional<String> name = Optional.of("my books");
        final ChangePage page =
                new ChangePage(
                        List.of(
                                new Change(
                                        8,
                                        MADE,
                                        "my books",
                                        Change.Operation.UPDATED,
                                        7,
                                        3,
                                        Optional.of(BOOK),
                                        true),
                                new Change(
                                        9,
                                        MADE,
                                        "b",
                                        Change.Operation.REMOVED,
                                        7,
                                        3,
                                        Optional.empty(),
                                        false)),
                        4,
                        12,
                        true);
        return List.of(
                of(
                        new ChangeRequest.ReadChanges(
                                name, new ChangeRequest.Start.Unflushed(), 100),
                        page),
                of(
                        new ChangeRequest.ReadChanges(
                                Optional.empty(), new ChangeRequest.Start.After(7), 5),
                        page),
                of(
                        new ChangeRequest.ReadChanges(
                                Optional.empty(), new ChangeRequest.Start.Now(), 5),
                        page),
                of(new ChangeRequest.FlushChanges(name), new Done("flushed")),
                of(new ChangeRequest.FlushChanges(Optional.empty()), new Done("flushed")));
    }

    private static Arguments of(Request<?> request, Object answer) {
        return Arguments.of(request, answer);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void arrivesAsItWasAskedAndIsAnsweredAsItWas(Request<?> request, Object answer) {
        server.forget();
        server.answer(answer);
        final Outcome<?> outcome = client.handle(CALL, request);
        assertEquals(request, server.request());
        assertEquals(new Outcome.Answered<>(answer, Optional.empty()), outcome);
        assertEquals("request-1", server.call().requestId());
    }

    @Test
    void aCollectionIsCreated() {
        server.forget();
        server.answer(COLLECTION);
        final CollectionRequest.CreateCollection request =
                new CollectionRequest.CreateCollection(
                        "my books", Map.of("unique", List.of("isbn")));
        assertEquals(
                new Outcome.Answered<>(COLLECTION, Optional.empty()), client.handle(CALL, request));
        assertEquals(request, server.requests().getFirst());
    }

    @Test
    void aKeyIsMadeAndRotated() {
        final KeyRequest.CreateKey request =
                new KeyRequest.CreateKey(
                        new ApiKeys.NewKey(
                                "ann", "laptop", "for work", PERMISSIONS, Optional.of(MADE)));
        for (final Request<ApiKeys.IssuedKey> each :
                List.of(request, new KeyRequest.RotateKey("key_1"))) {
            server.forget();
            server.script(asked ->
                    RestServer.answered(asked instanceof KeyRequest.GetKey ? KEY : ISSUED));
            assertEquals(
                    new Outcome.Answered<>(ISSUED, Optional.empty()), client.handle(CALL, each));
            assertEquals(each, server.requests().getFirst());
        }
    }

    @Test
    void aSearchArrivesWithItsVector() {
        server.forget();
        server.answer(List.of(BOOK));
        final SearchOptions options =
                SearchOptions.schema()
                        .bind(
                                Map.of(
                                        "field",
                                        "embedding",
                                        "vector",
                                        new float[] {0.1f, -2f, 1e-8f},
                                        "k",
                                        3,
                                        "ef",
                                        50,
                                        "filter",
                                        QUERY,
                                        "threshold",
                                        0.5),
                                "");
        assertEquals(
                new Outcome.Answered<>(List.of(BOOK), Optional.empty()),
                client.handle(CALL, new SearchRequest.Search("books", options)));
        final SearchOptions arrived =
                assertInstanceOf(SearchRequest.Search.class, server.request()).options();
        assertArrayEquals(options.vector().orElseThrow(), arrived.vector().orElseThrow());
        assertEquals(
                WireWriter.search(withoutVector(options)),
                WireWriter.search(withoutVector(arrived)));
    }

    private static SearchOptions withoutVector(SearchOptions options) {
        final Map<String, Object> written = WireWriter.search(options);
        written.remove("vector");
        return SearchOptions.schema().bind(written, "");
    }

    @Test
    void aBatchOfSearchesIsAnsweredInOrder() {
        server.forget();
        final List<List<Map<String, Object>>> answer = List.of(List.of(BOOK), List.of());
        server.answer(answer);
        final List<SearchOptions> searches =
                List.of(SearchOptions.nearest("dunes", 1), SearchOptions.nearest("sand", 2));
        assertEquals(
                new Outcome.Answered<>(answer, Optional.empty()),
                client.handle(CALL, new SearchRequest.SearchBatch("books", searches)));
        assertEquals(new SearchRequest.SearchBatch("books", searches), server.request());
    }

    /** Guards the tables above: a request that is added to the SPI must be added there, too. */
    @Test
    void noKindOfRequestIsForgotten() {
        final Set<Class<?>> covered =
                new LinkedHashSet<>(
                        List.of(
                                CollectionRequest.CreateCollection.class,
                                KeyRequest.CreateKey.class,
                                KeyRequest.RotateKey.class,
                                SearchRequest.Search.class,
                                SearchRequest.SearchBatch.class,
                                // In AdviceTest, for its answer takes time.
                                CollectionRequest.AdviseIndex.class,
                                // In ChangeEventsTest, for it is answered by a stream.
                                ChangeRequest.WatchChanges.class,
                                // In TransferTest, for what they carry is a stream.
                                DocumentRequest.ImportDocuments.class,
                                DocumentRequest.ExportDocuments.class));
        requests().forEach(arguments -> covered.add(arguments.get()[0].getClass()));
        assertEquals(kinds(Request.class), covered);
    }

    private static Set<Class<?>> kinds(Class<?> family) {
        if (family.isRecord()) {
            return Set.of(family);
        }
        final Set<Class<?>> kinds = new LinkedHashSet<>();
        for (final Class<?> member : family.getPermittedSubclasses()) {
            kinds.addAll(kinds(member));
        }
        return kinds;
    }
}
