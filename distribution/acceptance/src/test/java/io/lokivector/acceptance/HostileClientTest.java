package io.lokivector.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients send that should not: every answer is orderly, and nothing changes. */
class HostileClientTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ANSWER_WITHIN_MILLIS = 5_000;
    private static final int MUTATIONS = 300;

    /** What tells that the inside shows. */
    private static final List<String> INSIDE =
            List.of("Exception", "\tat ", "io.lokivector", "org.eclipse", "java.");

    private static final String FIND = "/collections/c/find";
    private static final String SEARCH = "/collections/c/search";
    private static final String INSERT = "/collections/c/insert";

    @TempDir private Path folder;

    private final List<String> complaints = new ArrayList<>();

    @Test
    void everyAnswerIsOrderlyAndNothingChanges() {
        final long seed = Long.getLong("lokivector.hostile.seed", System.nanoTime());
        System.out.println("lokivector.hostile.seed=" + seed);
        try (Server server = start()) {
            final Rest admin = server.rest();
            admin.post("/collections", "{\"name\":\"c\"}").expect(201);
            admin.post(
                            INSERT,
                            "[{\"a\":1,\"text\":\""
                                    + "a".repeat(5_000)
                                    + "!\",\"v\":[1,2,3]},{\"a\":2,\"text\":\"b\",\"v\":[3,2,1]}]")
                    .expect(200);
            admin.post("/collections/c/index", "{\"field\":\"v\",\"options\":{\"dimensions\":3}}")
                    .expect(200);
            final RawClient client = client(admin);
            brokenJson(client);
            brokenQueries(client);
            brokenVectors(client);
            brokenHeaders(client);
            brokenPaths(client);
            mutations(client, new Random(seed));
            assertEquals(List.of(), complaints, "with lokivector.hostile.seed=" + seed);
            assertEquals(
                    2,
                    admin.post("/collections/c/count", "{}").expect(200).get("count").asInt(),
                    "with lokivector.hostile.seed=" + seed);
            assertEquals(1, admin.get("/collections").expect(200).size());
            assertEquals(200, admin.readiness());
            assertFalse(server.output().contains(Server.ADMIN_KEY), server.output());
            assertFalse(server.output().contains("\tat "), server.output());
        }
    }

    @Test
    void keyReachesWhatItWasMadeForAndNothingElse() throws Exception {
        try (Server server = start()) {
            final Rest admin = server.rest();
            for (final String name : List.of("c", "d")) {
                admin.post("/collections", "{\"name\":\"" + name + "\"}").expect(201);
                admin.post("/collections/" + name + "/insert", "[{\"a\":1}]").expect(200);
            }
            final Map<String, String> keys =
                    Map.of(
                            "admin", admin.key(),
                            "reader", key(admin, "c", "\"read\"", ""),
                            "writer", key(admin, "c", "\"write\"", ""),
                            "other", key(admin, "d", "\"read\",\"write\"", ""),
                            "local", key(admin, "c", "\"read\",\"write\",\"admin\"", ""),
                            "expired", key(admin, "*", "\"read\"", ",\"expiresAt\":\"1000\""),
                            "revoked", revoked(admin),
                            "none", "",
                            "forged", "' OR 1=1 --");
            final RawClient client = client(admin);
            for (final Route route : routes()) {
                for (final Map.Entry<String, String> key : keys.entrySet()) {
                    final RawClient caller =
                            new RawClient(client.port(), key.getValue(), ANSWER_WITHIN_MILLIS);
                    final RawClient.Answer answer =
                            caller.json(route.method(), route.path(), route.body());
                    final String what = key.getKey() + ": " + route.method() + " " + route.path();
                    check(what, route.method(), answer);
                    final int expected = route.expected(key.getKey());
                    if (answer.status() != expected) {
                        complaints.add(
                                what + ": " + answer.status() + ", not " + expected + answer);
                    }
                }
            }
            assertEquals(List.of(), complaints);
            keys.values().stream()
                    .filter(key -> key.startsWith("lvk_"))
                    .forEach(key -> assertFalse(server.output().contains(key)));
        }
    }

    /**
     * A route, and which of the keys may go it.
     *
     * @param allowed those who get {@code status}; of the others, strangers get 401, the rest 403
     */
    private record Route(
            String method, String path, String body, int status, List<String> allowed) {
        int expected(String key) {
            if (allowed.contains(key)) {
                return status;
            }
            return List.of("expired", "revoked", "none", "forged").contains(key) ? 401 : 403;
        }
    }

    private static List<Route> routes() {
        final List<String> read = List.of("admin", "reader", "local");
        final List<String> write = List.of("admin", "writer", "local");
        final List<String> all = List.of("admin");
        final List<String> anyReader = List.of("admin", "reader", "other", "local");
        final String nothing = "{\"query\":{\"a\":0}}";
        return List.of(
                new Route("GET", "/collections", "", 200, anyReader),
                new Route("GET", "/collections/c", "", 200, read),
                new Route("POST", FIND, "{}", 200, read),
                new Route("POST", "/collections/c/findOne", "{}", 200, read),
                new Route("POST", "/collections/c/count", "{}", 200, read),
                new Route("GET", "/collections/c/documents/1", "", 200, read),
                new Route("GET", "/collections/c/indexes", "", 200, read),
                new Route("GET", "/collections/c/export", "", 200, read),
                new Route("POST", "/collections/c;x=d/find", "{}", 200, read),
                new Route("POST", INSERT, "{\"a\":2}", 200, write),
                new Route("POST", "/collections/c/remove", nothing, 200, write),
                new Route("DELETE", "/collections/c/documents/999", "", 404, write),
                new Route("DELETE", "/collections/c/index/none", "", 404, write),
                new Route("POST", "/collections", "{\"name\":\"c\"}", 409, write),
                new Route("PATCH", "/collections/c", "{\"name\":\"d\"}", 409, all),
                new Route("GET", "/api/keys", "", 200, all),
                new Route("GET", "/api/keys/stats", "", 200, all),
                new Route("POST", "/api/keys", "{}", 201, all),
                new Route("GET", "/api/plugins", "", 200, all));
    }

    private static String key(Rest admin, String collection, String operations, String more) {
        return made(admin, collection, operations, more).get("key").asText();
    }

    private static JsonNode made(Rest admin, String collection, String operations, String more) {
        return admin.post(
                        "/api/keys",
                        "{\"permissions\":{\"collections\":[\""
                                + collection
                                + "\"],\"operations\":["
                                + operations
                                + "]}"
                                + more
                                + "}")
                .expect(201);
    }

    private static String revoked(Rest admin) {
        final JsonNode made = made(admin, "*", "\"read\",\"write\",\"admin\"", "");
        admin.delete("/api/keys/" + made.get("id").asText()).expect(200);
        return made.get("key").asText();
    }

    private void brokenJson(RawClient client) {
        final List<String> bodies =
                List.of(
                        "",
                        "{",
                        "}",
                        "[",
                        "nul",
                        "{a:1}",
                        "{'a':1}",
                        "{\"a\":}",
                        "{\"a\":1,}",
                        "{\"a\":1}{\"a\":2}",
                        "{\"a\":01}",
                        "{\"a\":+1}",
                        "{\"a\":.5}",
                        "{\"a\":1e400}",
                        "{\"a\":-1e400}",
                        "{\"a\":NaN}",
                        "{\"a\":Infinity}",
                        "{\"a\":1" + "0".repeat(5_000) + "}",
                        "{\"a\":1,\"a\":2}",
                        "{\"a\":\"\\ud800\"}",
                        "{\"a\":\"\\udc00\\ud800\"}",
                        "{\"\\ud800\":1}",
                        "{\"a\":\"\\u00zz\"}",
                        "{\"a\":\"\n\"}",
                        "{\"a\":\"\\x\"}",
                        "// comment\n{}x",
                        "\"text\"",
                        "17",
                        "null",
                        "[1,2]",
                        "[null]",
                        "[".repeat(10_000),
                        "[".repeat(10_000) + "]".repeat(10_000),
                        "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000));
        for (final String path : List.of(INSERT, FIND, SEARCH, "/api/keys", "/collections")) {
            bodies.forEach(body -> refused(client, "POST", path, body));
        }
    }

    private void brokenQueries(RawClient client) {
        for (final String query :
                List.of(
                        "{\"$where\":\"1\"}",
                        "{\"a\":{\"$where\":\"1\"}}",
                        "{\"a\":{\"$foo\":1}}",
                        "{\"a\":{\"$in\":1}}",
                        "{\"$and\":{}}",
                        "{\"$or\":[1]}",
                        "{\"$not\":7}",
                        "{\"text\":{\"$regex\":\"([\"}}",
                        "{\"text\":{\"$regex\":{}}}",
                        "[]",
                        "\"a\"")) {
            refused(client, "POST", FIND, "{\"query\":" + query + "}");
            refused(client, "POST", "/collections/c/remove", "{\"query\":" + query + "}");
        }
        for (final String body :
                List.of(
                        "{\"quer\":{}}",
                        "{\"query\":{},\"limit\":-1}",
                        "{\"query\":{},\"offset\":-1}",
                        "{\"query\":{},\"limit\":\"many\"}",
                        "{\"query\":{},\"sort\":7}",
                        "{\"query\":{},\"sort\":[[]]}")) {
            refused(client, "POST", FIND, body);
        }
        // They need exponential time where a regular expression is matched by backtracking.
        for (final String regex : List.of("(a+)+$", "(a|aa)+$", "(.*a){20}$", "([a-z]+)*$")) {
            send(client, "POST", FIND, "{\"query\":{\"text\":{\"$regex\":\"" + regex + "\"}}}");
        }
        for (final String update :
                List.of("{\"$foo\":{}}", "{\"$set\":1}", "{\"$inc\":{\"text\":1}}", "7")) {
            refused(
                    client,
                    "POST",
                    "/collections/c/update",
                    "{\"query\":{},\"update\":" + update + "}");
        }
    }

    private void brokenVectors(RawClient client) {
        for (final String body :
                List.of(
                        "{\"vector\":[1,2]}",
                        "{\"vector\":[1,2,\"3\"]}",
                        "{\"vector\":[1,2,NaN]}",
                        "{\"vector\":[1,2,null]}",
                        "{\"vector\":[1,2,1e300]}",
                        "{\"vector\":[]}",
                        "{\"vector\":\"abc\"}",
                        "{\"vector\":{\"0\":1}}",
                        "{\"vector\":[1,2,3],\"k\":2000000000}",
                        "{\"vector\":[1,2,3],\"k\":99999999999999999999}",
                        "{\"vector\":[1,2,3],\"k\":-1}",
                        "{\"vector\":[1,2,3],\"offset\":-1}",
                        "{\"vector\":[1,2,3],\"ef\":2000000000}",
                        "{\"vector\":[1,2,3],\"field\":\"none\"}",
                        "{\"vector\":[1,2,3],\"kk\":1}",
                        "{\"vector\":[1,2,3],\"id\":1}")) {
            refused(client, "POST", SEARCH, body);
        }
        for (final String vector : List.of("[1,2]", "[1,2,\"3\"]", "[1,2,1e300]", "[1,2,3,4]")) {
            refused(client, "POST", INSERT, "[{\"a\":9},{\"v\":" + vector + "}]");
        }
    }

    private void brokenHeaders(RawClient client) {
        final byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        final StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            flood.append("X-Flood-").append(i).append(": ").append(i).append("\r\n");
        }
        for (final String headers :
                List.of(
                        "Content-Type: text/xml\r\n",
                        "Content-Type: text/pla in;;;\r\n",
                        "Content-Type: ;;;\r\n",
                        "Content-Type: application/json; charset=none\r\n",
                        "Content-Type: application/x-www-form-urlencoded\r\n",
                        "Content-Type: multipart/form-data\r\n",
                        "Content-Type: application/json\r\nAccept: %%;;\r\n",
                        "Content-Type: application/json\r\nAccept: a/b;q=x\r\n",
                        "Content-Type: application/json\r\nAccept-Language: ;;;q=x\r\n",
                        "Content-Type: application/json\r\nCookie: =;$;;\"\r\n",
                        "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
                        "Content-Type: application/json\r\nExpect: miracles\r\n",
                        "Content-Type: application/json\r\nX-Request-Id: <script>\r\n",
                        "Content-Type: application/json\r\nAuthorization: Basic ;;\r\n",
                        "Content-Length: 7\r\n",
                        "Transfer-Encoding: chunked\r\n",
                        "no colon\r\n",
                        ": no name\r\n",
                        "X-Big: " + "a".repeat(20_000) + "\r\n",
                        flood.toString())) {
            send(client, "POST", "/collections/c/count", headers, body);
            send(client, "GET", "/collections/c", headers, new byte[0]);
        }
    }

    private void brokenPaths(RawClient client) {
        for (final String path :
                List.of(
                        "/%2e%2e/collections",
                        "/collections/../api/keys",
                        "/collections/%00",
                        "/collections/%",
                        "/collections/%zz",
                        "/collections/%c0%af",
                        "/collections/a\\b",
                        "//collections",
                        "/collections/",
                        "/collections;x=1",
                        "/COLLECTIONS",
                        "/collections/c%2Fcount",
                        "/collections/c/documents/-1",
                        "/collections/c/documents/99999999999999999999",
                        "/collections/c/documents/x",
                        "/collections/" + "a".repeat(4_000),
                        "/collections?a=%zz&a=%00",
                        "/collections/none?apiKey=%zz",
                        "*",
                        "http://elsewhere/collections",
                        "collections")) {
            for (final String method : List.of("GET", "DELETE", "HEAD")) {
                send(client, method, path, "");
            }
        }
        for (final String method : List.of("BREW", "TRACE", "CONNECT", "get", "PROPFIND", "(")) {
            refused(client, method, "/collections", "");
        }
    }

    /** Only calls that read, so that a mutation that happens to be valid changes nothing. */
    private void mutations(RawClient client, Random random) {
        final List<Route> valid =
                List.of(
                        new Route(
                                "POST",
                                FIND,
                                "{\"query\":{\"a\":{\"$gte\":1},\"text\":{\"$regex\":\"^a.*b?\"}},"
                                        + "\"sort\":[[\"a\",true]],\"limit\":5,\"offset\":0}",
                                200,
                                List.of()),
                        new Route(
                                "POST",
                                SEARCH,
                                "{\"field\":\"v\",\"vector\":[1,2.5,-3e0],\"k\":2,\"exact\":true,"
                                        + "\"filter\":{\"a\":{\"$in\":[1,2]}}}",
                                200,
                                List.of()));
        for (int i = 0; i < MUTATIONS; i++) {
            final Route route = valid.get(i % valid.size());
            final byte[] body = route.body().getBytes(StandardCharsets.UTF_8);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            send(client, "POST", route.path(), "Content-Type: application/json\r\n", body);
        }
    }

    private void refused(RawClient client, String method, String path, String body) {
        final int status = send(client, method, path, body);
        if (status < 400) {
            complaints.add(label(method, path, body) + ": was taken, " + status);
        }
    }

    private int send(RawClient client, String method, String path, String body) {
        return send(
                client,
                method,
                path,
                "Content-Type: application/json\r\n",
                body.getBytes(StandardCharsets.UTF_8));
    }

    private int send(RawClient client, String method, String path, String headers, byte[] body) {
        final String sent =
                label(method, path, headers + new String(body, StandardCharsets.ISO_8859_1));
        try {
            final RawClient.Answer answer = client.send(method, path, headers, body);
            check(sent, method, answer);
            return answer.status();
        } catch (IOException e) {
            complaints.add(sent + ": " + e);
            return 999;
        }
    }

    private void check(String sent, String method, RawClient.Answer answer) {
        if (answer.status() < 400) {
            return;
        }
        final boolean showsInside = INSIDE.stream().anyMatch(answer.body()::contains);
        final boolean isOrderly = method.equals("HEAD") || isProblem(answer.body());
        if (answer.status() >= 500 || showsInside || !isOrderly) {
            complaints.add(sent + ": " + answer);
        }
    }

    private static boolean isProblem(String body) {
        try {
            final JsonNode json = JSON.readTree(body);
            return json.path("error").isTextual() && json.path("code").isTextual();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static String label(String method, String path, String rest) {
        final String all = method + ' ' + path + ' ' + rest;
        return all.length() <= 300 ? all : all.substring(0, 300) + "...";
    }

    private Server start() {
        return Server.start(
                Checkout.distribution(),
                folder,
                Server.freePort(),
                Map.of("RATE_LIMIT_ENABLED", "false"));
    }

    private static RawClient client(Rest admin) {
        return new RawClient(
                URI.create(admin.address()).getPort(), admin.key(), ANSWER_WITHIN_MILLIS);
    }
}
