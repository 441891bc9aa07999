package io.lokivector.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakeServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private int ask(String... arguments) {
        return run(
                Stream.concat(
                                Arrays.stream(arguments),
                                Stream.of("--url", server.url(), "--key", FakeServer.KEY))
                        .toArray(String[]::new));
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        assertEquals(0, run());
        assertTrue(out.toString().contains("collections"), out::toString);
        assertTrue(out.toString().contains("Exit codes:"), out::toString);
    }

    @Test
    void theVersionIsShown() {
        assertEquals(0, run("--version"));
        assertEquals("LokiVector 1.0.0", out.toString().strip());
    }

    @Test
    void aColonSeparatesGroupAndCommandToo() {
        assertArrayEquals(
                new String[] {"key", "create", "--name", "a:b"},
                Main.withoutColons("key:create", "--name", "a:b"));
        assertArrayEquals(new String[] {"http://x"}, Main.withoutColons("http://x"));
    }

    @Test
    void anUnknownCommandIsAnErrorOfUsage() {
        assertEquals(2, run("strat"));
        assertTrue(err.toString().contains("start"), err::toString);
    }

    @Test
    void anUnreachableServerIsSaidInOneSentence() throws IOException {
        final int freePort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freePort = socket.getLocalPort();
        }
        assertEquals(3, run("status", "--url", "http://127.0.0.1:" + freePort));
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().startsWith("lokivector: no server answers at"), err::toString);
    }

    @Test
    void anAddressThatIsNoneIsAnErrorOfUsage() {
        assertEquals(2, run("status", "--url", "localhost:4000"));
        assertTrue(err.toString().contains("--url takes an address"), err::toString);
    }

    @Test
    void aMissingKeyIsSaidWithTheWayToGiveIt() {
        assertEquals(4, run("collections", "list", "--url", server.url()));
        assertTrue(
                err.toString().contains("An API key is needed. (give a key with --key"),
                err::toString);
    }

    @Test
    void aRefusalIsTheServersSentence() {
        server.on("DELETE /collections/a%20b", 404, "{\"error\":\"there is no collection 'a b'\"}");
        assertEquals(1, ask("collections", "drop", "a b"));
        assertEquals("lokivector: there is no collection 'a b'", err.toString().strip());
    }

    @Test
    void collectionsAreListedAsATable() {
        server.on(
                "GET /collections",
                200,
                "[{\"name\":\"glosses\",\"count\":2764,\"size\":5242880,\"indexes\":[{}]}]");
        assertEquals(0, ask("collections:list"));
        assertEquals(
                List.of("NAME     DOCUMENTS  SIZE     INDEXES", "glosses  2764       5.0 MiB  1"),
                lines());
    }

    @Test
    void jsonIsTheServersAnswer() throws IOException {
        server.on("GET /collections", 200, "[{\"name\":\"a\"}]");
        assertEquals(0, ask("collections", "list", "--json"));
        final JsonNode printed = new FakeServer.Asked("", out.toString()).json();
        assertEquals("a", printed.get(0).get("name").asText());
    }

    @Test
    void statusDescribesTheServer() {
        server.on(
                "GET /health",
                200,
                "{\"status\":\"healthy\",\"version\":\"1.0.0\",\"uptime\":3700,\"collections\":2}");
        assertEquals(0, ask("status"));
        assertTrue(lines().contains("up for       1 h 1 min"), out::toString);
    }

    @Test
    void statsAddUpTheCollections() {
        server.on(
                "GET /collections",
                200,
                "[{\"count\":3,\"size\":1024,\"indexes\":[{\"vector\":true,\"size\":2}]},"
                        + "{\"count\":4,\"size\":1024,\"indexes\":[{\"vector\":false,\"size\":4}]}]");
        assertEquals(0, ask("stats"));
        assertEquals(
                List.of(
                        "collections  2",
                        "documents    7",
                        "vectors      2",
                        "size         2.0 KiB"),
                lines());
    }

    @Test
    void aKeyIsMadeWithWhatWasAskedFor() throws IOException {
        server.on(
                "POST /api/keys",
                201,
                "{\"id\":\"key_1\",\"key\":\"lvk_secret\",\"message\":\"Save it.\"}");
        assertEquals(
                0,
                ask(
                        "key:create",
                        "--name",
                        "app",
                        "--collections",
                        "a,b*",
                        "--operations",
                        "read",
                        "--rate-limit",
                        "100/1m",
                        "--expires-in",
                        "30d"));
        assertEquals(List.of("id   key_1", "key  lvk_secret", "Save it."), lines());
        final JsonNode body = server.asked("POST /api/keys").getFirst().json();
        assertEquals(
                "{\"name\":\"app\",\"expiresIn\":\"30d\",\"permissions\":{\"collections\":[\"a\",\"b*\"],"
                        + "\"operations\":[\"read\"],\"rateLimit\":{\"requests\":100,\"window\":\"1m\"}}}",
                body.toString());
    }

    @Test
    void aKeyIsMadeWithTheServersDefaults() throws IOException {
        server.on("POST /api/keys", 201, "{\"id\":\"key_1\",\"key\":\"lvk_secret\"}");
        assertEquals(0, ask("key", "create"));
        assertEquals(
                "{\"permissions\":{}}",
                server.asked("POST /api/keys").getFirst().json().toString());
    }

    @Test
    void aMalformedRateLimitIsAnErrorOfUsage() {
        assertEquals(2, ask("key", "create", "--rate-limit", "often"));
        assertTrue(server.asked().isEmpty());
    }

    @Test
    void brokenPluginsAreListedWithTheReason() {
        server.on(
                "GET /api/plugins",
                200,
                "[{\"id\":\"a\",\"version\":\"1.0.0\",\"origin\":\"plugin\",\"state\":\"broken\","
                        + "\"reason\":\"its jar is cut off\",\"provides\":[\"index/x\"]}]");
        assertEquals(0, ask("plugin", "list"));
        assertTrue(lines().contains("a: its jar is cut off"), out::toString);
    }

    @Test
    void documentsAreImportedFromAFile(@TempDir Path folder) throws IOException {
        final Path file = Files.writeString(folder.resolve("a.ndjson"), "{\"x\":1}\n{\"x\":2}\n");
        server.on("POST /collections/a/import", 200, "{\"message\":\"Imported\",\"count\":2}");
        assertEquals(0, ask("collections", "import", "a", file.toString()));
        assertEquals(List.of("Imported: 2 documents"), lines());
        assertEquals("{\"x\":1}\n{\"x\":2}\n", server.asked().getFirst().body());
        assertEquals(1, ask("collections", "import", "a", folder.resolve("none").toString()));
    }

    @Test
    void documentsAreExportedToAFileThatIsNotThereYet(@TempDir Path folder) throws IOException {
        server.on("GET /collections/a/export", 200, "{\"x\":1}\n");
        final Path file = folder.resolve("out.ndjson");
        assertEquals(0, ask("collections", "export", "a", file.toString()));
        assertEquals("{\"x\":1}\n", Files.readString(file));
        assertEquals(2, ask("collections", "export", "a", file.toString()));
        assertEquals(0, ask("collections", "export", "a"));
        assertTrue(lines().contains("{\"x\":1}"), out::toString);
    }

    @Test
    void aFailedExportLeavesNoFile(@TempDir Path folder) {
        final Path file = folder.resolve("out.ndjson");
        assertEquals(1, ask("collections", "export", "none", file.toString()));
        assertFalse(Files.exists(file));
    }

    @Test
    void theDemoInsertsTextsAndShowsWhatIsNearest(@TempDir Path folder) throws IOException {
        final Path file = folder.resolve("glosses.tsv");
        Files.write(
                file,
                Stream.iterate(0, i -> i + 1)
                        .limit(100)
                        .map(i -> "w" + i + "\tmeaning " + i)
                        .toList());
        server.on("GET /health", 200, "{}");
        server.on("GET /collections", 200, "[]");
        server.on("POST /collections", 201, "{}");
        server.on("POST /collections/glosses/insert", 200, "{}");
        server.on(
                "POST /collections/glosses/search",
                200,
                "[{\"word\":\"seaport\",\"gloss\":\"a sheltered port\",\"$similarity\":0.75}]");
        assertEquals(0, ask("demo", "--file", file.toString()));
        int inserted = 0;
        for (final FakeServer.Asked insert : server.asked("POST /collections/glosses/insert")) {
            inserted += insert.json().get("documents").size();
        }
        assertEquals(100, inserted);
        assertTrue(out.toString().contains("0.750"), out::toString);
        assertTrue(out.toString().contains("a sheltered port"), out::toString);
        assertEquals(
                DemoCommand.QUERY,
                server.asked("POST /collections/glosses/search")
                        .getFirst()
                        .json()
                        .get("text")
                        .asText());
    }

    @Test
    void theDemoLeavesAForeignCollectionAlone(@TempDir Path folder) throws IOException {
        final Path file = Files.writeString(folder.resolve("glosses.tsv"), "word\tmeaning\n");
        server.on("GET /health", 200, "{}");
        server.on("GET /collections", 200, "[{\"name\":\"glosses\",\"count\":7}]");
        assertEquals(1, ask("demo", "--file", file.toString()));
        assertTrue(err.toString().contains("with other content"), err::toString);
    }
}
