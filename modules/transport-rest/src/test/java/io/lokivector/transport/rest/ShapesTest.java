package io.lokivector.transport.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.CacheInfo;
import io.lokivector.spi.request.CacheRequest;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.Done;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.security.Secret;
import io.lokivector.transport.rest.RestServer.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies and status codes of the wire contract, to the letter. */
class ShapesTest {
    private static final Instant MADE = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final Map<String, Object> BOOK =
            Map.of("$loki", 1L, "meta", Map.of("revision", 3L));

    private static RestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.forget();
    }

    private static void check(int status, String json, Reply reply) {
        assertEquals(json.replace('\'', '"').replace('\u2019', '\''), reply.body());
        assertEquals(status, reply.status());
        assertEquals("application/json", reply.header("Content-Type"));
    }

    private static CollectionInfo collection() {
        return new CollectionInfo("b", 2, 99, 1, MADE, List.of(), Map.of());
    }

    @Test
    void collectionsAreListed() throws Exception {
        server.answer(List.of(collection()));
        check(
                200,
                "[{'name':'b','count':2,'size':99,'hasVectorIndex':false,"
                        + "'createdAt':1700000000000,'shards':1,'indexes':[],'options':{}}]",
                server.get("/collections"));
    }

    @Test
    void aCollectionIsCreatedWith201() throws Exception {
        server.answer(collection());
        check(
                201,
                "{'name':'b','message':'Collection \u2019b\u2019 created'}",
                server.post("/collections", "{\"name\":\"b\",\"options\":null}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"options\":{}}", "{\"name\":\"\"}", "{\"name\":null}"})
    void aCollectionNeedsAName(String body) throws Exception {
        assertEquals(400, server.post("/collections", body).status());
        assertEquals(List.of(), server.requests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"documents\":[{\"a\":1},{\"a\":2}]}",
                "[{\"a\":1},{\"a\":2}]",
            })
    void documentsComeInAWrapperOrBare(String body) throws Exception {
        server.answer(new DocumentRequest.Inserted(List.of(1L, 2L)));
        check(
                200,
                "{'message':'Inserted successfully','count':2,'ids':[1,2]}",
                server.post("/collections/b/insert", body));
        assertEquals(
                new DocumentRequest.Insert("b", List.of(Map.of("a", 1L), Map.of("a", 2L))),
                server.request());
    }

    @Test
    void oneDocumentMayComeBare() throws Exception {
        server.answer(new DocumentRequest.Inserted(List.of(1L)));
        server.post("/collections/b/insert", "{\"documents\":5,\"a\":1}");
        assertEquals(
                new DocumentRequest.Insert("b", List.of(Map.of("documents", 5L, "a", 1L))),
                server.request());
    }

    @Test
    void anElementThatIsNoDocumentIsNamed() throws Exception {
        final Reply reply = server.post("/collections/b/insert", "[{\"a\":1},5]");
        check(400, "{'error':'[1] must be an object, not a number','code':'BAD_REQUEST'}", reply);
        assertEquals(
                400, server.post("/collections/b/insert", "{\"documents\":[1],\"x\":2}").status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update | 2 | {'message':'Updated successfully','updated':2}",
                "update | 0 | {'message':'No documents found to update','updated':0}",
                "remove | 2 | {'message':'Removed successfully','removed':2}",
                "remove | 0 | {'message':'No documents found to remove','removed':0}",
                "count | 7 | {'count':7}",
            })
    void changesAreCounted(String verb, long count, String json) throws Exception {
        server.answer(count);
        final String extra = verb.equals("update") ? ",\"update\":{\"$set\":{\"a\":1}}" : "";
        check(200, json, server.post("/collections/b/" + verb, "{\"query\":{}" + extra + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update | {} | query and update are required",
                "update | {\"query\":{}} | query and update are required",
                "update | {\"update\":{}} | query and update are required",
                "remove | {} | query is required",
                "find | {\"limt\":5} | unknown key 'limt'; did you mean 'limit'?",
                "find | {\"qurey\":{}} | unknown key 'qurey'; did you mean 'query'?",
                "find | {\"query\":\"abc\"} | query must be an object, not a text",
                "find | [] | the body must be a JSON object, not a list",
                "find | {\"limit\":-1} | limit must be at least 0, not -1",
                "find | {\"limit\":9223372036854775807} | limit must be at most 2147483647, not"
                        + " 9223372036854775807",
                "aggregate | {} | pipeline is required",
                "transforms | {\"name\":\"t\"} | steps is required",
                "search | {\"vectr\":[1]} | unknown key 'vectr'; did you mean 'vector'?",
                "search/batch | {\"searches\":[{\"text\":\"a\",\"kk\":1}]} | unknown key"
                        + " 'searches[0].kk'; did you mean 'k'?",
                "index | {} | field is missing",
            })
    void aBodyThatCannotBeRightIsExplained(String route, String body, String error)
            throws Exception {
        final Reply reply = server.post("/collections/b/" + route, body);
        assertEquals(400, reply.status(), reply.body());
        assertEquals(error, ((Map<?, ?>) reply.json()).get("error"));
        assertEquals(List.of(), server.requests());
    }

    @ParameterizedTest
    @CsvSource({"transforms/t, steps", "views/v/sort, sort"})
    void whatIsReplacedIsNotEmptiedByLeavingItOut(String route, String key) throws Exception {
        final Reply reply = server.send("PUT", "/collections/b/" + route, "{}");
        assertEquals(400, reply.status(), reply.body());
        assertEquals(key + " is required", ((Map<?, ?>) reply.json()).get("error"));
        assertEquals(List.of(), server.requests());
    }

    @Test
    void foundDocumentsComeAsABareList() throws Exception {
        server.answer(List.of(Map.of("v", new float[] {0.1f, 2f, 1e10f})));
        check(200, "[{'v':[0.1,2.0,1.0E10]}]", server.post("/collections/b/find", "{}"));
    }

    @Test
    void aSortMayBeOneProperty() throws Exception {
        server.answer(List.of());
        server.post("/collections/b/find", "{\"sort\":\"price\"}");
        assertEquals(
                new DocumentRequest.Find(
                        "b",
                        Map.of(),
                        new FindOptions(List.of("price"), 0, Optional.empty(), List.of())),
                server.request());
    }

    @Test
    void aSearchForNothingInParticularIsAFind() throws Exception {
        server.answer(List.of());
        server.post("/collections/b/search", "{\"filter\":{\"cat\":\"odd\"},\"limit\":1}");
        assertEquals(
                new DocumentRequest.Find(
                        "b",
                        Map.of("cat", "odd"),
                        new FindOptions(List.of(), 0, Optional.of(1), List.of())),
                server.request());
    }

    @Test
    void findOneWithoutADocumentIs404() throws Exception {
        server.answer(Optional.empty());
        check(
                404,
                "{'error':'no document matches the query','code':'NOT_FOUND'}",
                server.post("/collections/b/findOne", "{}"));
    }

    @Test
    void aDocumentCarriesItsRevisionAsATag() throws Exception {
        server.answer(Optional.of(BOOK));
        final Reply reply = server.get("/collections/b/documents/1");
        assertEquals("\"3\"", reply.header("ETag"));
        final Reply unchanged = server.get("/collections/b/documents/1", "If-None-Match", "\"3\"");
        assertEquals(304, unchanged.status());
        assertEquals("", unchanged.body());
    }

    @ParameterizedTest
    @CsvSource({"'\"3\"', 3", "3, 3", "*, "})
    void ifMatchAsksForARevision(String header, Long revision) throws Exception {
        server.answer(BOOK);
        final Reply reply =
                server.send("PUT", "/collections/b/documents/1", "{}", "If-Match", header);
        assertEquals(200, reply.status());
        assertEquals(
                new DocumentRequest.ReplaceDocument(
                        "b", 1, Map.of(), Optional.ofNullable(revision)),
                server.request());
    }

    @Test
    void anIfMatchThatIsNoRevisionIsRefused() throws Exception {
        for (final String header : List.of("abc", "\"1\", \"2\"", "W/\"1\"", "\"-1\"")) {
            assertEquals(
                    400,
                    server.send("PUT", "/collections/b/documents/1", "{}", "If-Match", header)
                            .status());
        }
    }

    @Test
    void anIdThatIsNoNumberIsRefused() throws Exception {
        assertEquals(400, server.get("/collections/b/documents/abc").status());
        assertEquals(400, server.get("/collections/b/documents/99999999999999999999").status());
    }

    @Test
    void anIndexIsCreatedWithAMessage() throws Exception {
        server.answer(new IndexInfo("e", "flat", true, IndexInfo.State.READY, "", 0, 0, Map.of()));
        final Map<?, ?> vector =
                (Map<?, ?>) server.post("/collections/b/index", "{\"field\":\"e\"}").json();
        assertEquals("Vector index created on field 'e'", vector.get("message"));
    }

    @Test
    void aKeyIsShownOnce() throws Exception {
        server.answer(new ApiKeys.IssuedKey(key(), Secret.of("lvk_new")));
        check(
                201,
                "{'id':'key_1','key':'lvk_new','message':'API key created successfully. Save this"
                        + " key now - it will not be shown again.'}",
                server.post("/api/keys", "{\"userId\":\"u1\"}"));
        server.answer(key());
        check(
                200,
                "{'id':'key_1','userId':'u1','prefix':'lvk_','createdAt':1700000000000,"
                        + "'expiresAt':null,'revokedAt':null,'lastUsed':null,'permissions':"
                        + "{'collections':['*'],'operations':['read','write','admin'],"
                        + "'rateLimit':null},'metadata':{'name':'n','description':'n'}}",
                server.get("/api/keys/key_1"));
    }

    @Test
    void keysAreListedByUser() throws Exception {
        server.answer(List.of(key()));
        assertEquals("[]", server.get("/api/keys?userId=someone").body());
        assertFalse(server.get("/api/keys?userId=u1").body().equals("[]"));
    }

    private static ApiKey key() {
        return new ApiKey(
                "key_1",
                "u1",
                "lvk_",
                MADE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Permissions.all(),
                "n",
                "n");
    }

    @Test
    void aQueryCacheIsDescribedAndResized() throws Exception {
        server.answer(new CacheInfo(100, 3, 4096, 3, 1));
        check(
                200,
                "{'capacity':100,'entries':3,'bytes':4096,'hits':3,'misses':1,'hitRate':0.75}",
                server.get("/collections/b/cache"));
        server.answer(new Done("keeps up to 5 answers"));
        check(
                200,
                "{'message':'keeps up to 5 answers'}",
                server.post("/collections/b/cache", "{\"capacity\":5}"));
        assertEquals(new CacheRequest.ResizeCache("b", Optional.of(5)), server.request());
        server.answer(new Done("keeps up to 100 answers"));
        server.post("/collections/b/cache", "{}");
        assertEquals(new CacheRequest.ResizeCache("b", Optional.empty()), server.request());
        server.forget();
        assertEquals(400, server.post("/collections/b/cache", "{\"capacity\":-3}").status());
        assertEquals(List.of(), server.requests());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nope",
        "GET,/collections/b/shelves",
        "GET,/api/dashboard/stats",
        "GET,/COLLECTIONS",
        "POST,/collections/b/compact",
        "GET,/replication/changes",
        "GET,/api/keys/a/b",
    })
    void whatIsNotThereIs404InJson(String method, String path) throws Exception {
        check(
                404,
                "{'error':'there is no route " + method + " " + path + "','code':'NOT_FOUND'}",
                server.send(method, path, (byte[]) null));
    }

    @Test
    void aMethodThatIsNotThereIs405AndNamesThoseThatAre() throws Exception {
        final Reply reply = server.send("PUT", "/collections", "{}");
        assertEquals(405, reply.status());
        assertEquals("METHOD_NOT_ALLOWED", ((Map<?, ?>) reply.json()).get("code"));
        assertTrue(reply.header("Allow").contains("POST"));
    }

    @Test
    void anAnswerThatCannotBeGivenIs406() throws Exception {
        final Reply reply = server.get("/collections", "Accept", "image/png");
        assertEquals(406, reply.status());
        assertEquals("NOT_ACCEPTABLE", ((Map<?, ?>) reply.json()).get("code"));
    }

    @Test
    void aBrowserIsAnswered() throws Exception {
        server.answer(List.of());
        assertEquals(
                200,
                server.get("/collections", "Accept", "text/html,application/xml;q=0.9,*/*;q=0.8")
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "text/xml"})
    void aBodyOfAnotherTypeIs415(String type) throws Exception {
        final Reply reply = server.post("/collections/b/insert", "{\"a\":1}", "Content-Type", type);
        assertEquals(415, reply.status());
        final Map<?, ?> body = (Map<?, ?>) reply.json();
        assertEquals("UNSUPPORTED_MEDIA_TYPE", body.get("code"));
        assertTrue(String.valueOf(body.get("error")).endsWith("Content-Type: application/json"));
    }

    @Test
    void aSlashAtTheEndChangesNothing() throws Exception {
        server.answer(List.of());
        assertEquals(200, server.get("/collections/").status());
    }

    @Test
    void headAnswersLikeGetWithoutTheBody() throws Exception {
        server.answer(List.of(collection()));
        final Reply reply = server.send("HEAD", "/collections", (byte[]) null);
        assertEquals(200, reply.status());
        assertEquals("", reply.body());
    }

    @Test
    void optionsNameTheMethodsAndGrantNoOrigin() throws Exception {
        final Reply reply =
                server.send("OPTIONS", "/collections", (byte[]) null, "X-Origin", "http://x");
        assertEquals(200, reply.status());
        assertTrue(reply.header("Allow").contains("GET"));
        assertNull(reply.header("Access-Control-Allow-Origin"));
    }

    @Test
    void livenessAsksNobody() throws Exception {
        check(200, "{'status':'live'}", server.get("/health/live"));
        assertEquals(List.of(), server.requests());
    }

    @Test
    void everyCodeHasItsStatus() throws Exception {
        for (final ErrorCode code : ErrorCode.values()) {
            server.script(_ -> RestServer.refused(code, "because"));
            assertEquals(code.httpStatus(), server.get("/collections").status());
        }
    }
}
