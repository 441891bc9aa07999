package io.lokivector.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping, and everything a server refuses to start with. */
class ServerLifeTest {
    @TempDir private Path folder;

    @Test
    void whatWasWrittenIsThereAfterAnOrderlyStop() {
        final Path home = Checkout.distribution();
        try (Server server = Server.start(home, folder)) {
            server.rest().post("/collections", "{\"name\":\"c\"}").expect(201);
            server.rest().post("/collections/c/insert", "[{\"a\":1},{\"a\":2}]").expect(200);
            assertEquals(0, server.stop());
        }
        try (Server server = Server.start(home, folder)) {
            assertEquals(
                    2,
                    server.rest()
                            .post("/collections/c/count", "{\"query\":{}}")
                            .expect(200)
                            .get("count")
                            .asInt());
        }
    }

    @Test
    void secondServerOnTheSameDataIsRefusedAtOnce() {
        final Path home = Checkout.distribution();
        try (Server _ = Server.start(home, folder)) {
            final Server.Failure failure =
                    Server.startExpectingFailure(home, folder, Server.freePort());
            assertNotEquals(0, failure.exitCode());
            assertTrue(failure.output().contains(folder.toString()), failure.output());
            assertFalse(failure.output().contains("\tat "), failure.output());
        }
    }

    @Test
    void takenPortIsNamed() {
        final Path home = Checkout.distribution();
        final int port = Server.freePort();
        try (Server _ = Server.start(home, folder.resolve("a"), port, Map.of())) {
            final Server.Failure failure =
                    Server.startExpectingFailure(home, folder.resolve("b"), port);
            assertNotEquals(0, failure.exitCode());
            assertTrue(failure.output().contains(String.valueOf(port)), failure.output());
            assertFalse(failure.output().contains("\tat "), failure.output());
        }
    }

    @Test
    void misspelledKeyNamesTheNearestOne() {
        final Server.Failure failure =
                Server.startExpectingFailure(
                        Checkout.distribution(),
                        folder,
                        Server.freePort(),
                        "--set",
                        "storage.tpye=file");
        assertNotEquals(0, failure.exitCode());
        assertTrue(failure.output().contains("'type'"), failure.output());
    }

    @Test
    void storageThatIsNotInstalledIsNamedWithThoseThatAre() {
        final String said =
                Server.startUntilItSays(
                        "not ready", Checkout.distribution(), folder, "--set", "storage.type=tape");
        assertTrue(said.contains("tape"), said);
        assertTrue(said.contains("file"), said);
        assertTrue(said.contains("memory"), said);
    }

    @Test
    void whileTheStorageIsMissingTheAdministratorSeesWhatIsInstalled() throws Exception {
        final int port = Server.freePort();
        try (Server server =
                Server.startUnready(
                        Checkout.distribution(), folder, port, "--set", "storage.type=tape")) {
            final Rest admin = server.rest();
            final String reason = admin.get("/health/ready").expect(503).toString();
            assertTrue(reason.contains("tape") && reason.contains("file, memory"), reason);
            assertTrue(
                    admin.get("/api/plugins")
                            .expect(200)
                            .toString()
                            .contains("storage-engine:file"));
            final Rest stranger = new Rest(admin.http(), admin.address(), "lvk_wrong");
            assertEquals(401, stranger.get("/api/plugins").status());
            assertEquals(503, admin.get("/collections").status());
            assertFalse(server.output().contains(Server.ADMIN_KEY), server.output());
        }
    }

    @Test
    void keyThatWasGivenIsNeverShownAndOneThatWasMadeIsShownOnce() throws Exception {
        try (Server server = Server.start(Checkout.distribution(), folder.resolve("given"))) {
            assertEquals(0, server.stop());
            assertFalse(server.output().contains(Server.ADMIN_KEY), server.output());
        }
        final Map<String, String> noKey = Map.of("LOKIVECTOR_ADMIN_KEY", "");
        final Path made = folder.resolve("made");
        final Pattern key = Pattern.compile("lvk_[0-9a-f]{16,}");
        try (Server server =
                Server.start(Checkout.distribution(), made, Server.freePort(), noKey)) {
            assertEquals(0, server.stop());
            assertEquals(1, key.matcher(server.output()).results().count(), server.output());
        }
        try (Server server =
                Server.start(Checkout.distribution(), made, Server.freePort(), noKey)) {
            assertEquals(0, server.stop());
            assertEquals(0, key.matcher(server.output()).results().count(), server.output());
        }
    }

    @Test
    void withoutAKeyNothingButTheFrontDoorAnswers() {
        try (Server server = Server.start(Checkout.distribution(), folder)) {
            for (final String key : List.of("", "lvk_wrong", "' OR 1=1 --")) {
                final Rest stranger = new Rest(server.rest().http(), server.rest().address(), key);
                assertEquals(401, stranger.get("/collections").status());
                assertEquals(401, stranger.post("/api/keys", "{}").status());
                assertEquals(401, stranger.get("/api/plugins").status());
                assertEquals(401, stranger.post("/collections/c/find", "{}").status());
                // What strangers send is thrown away before anyone looks at it.
                assertEquals(401, stranger.post("/collections/c/insert", "[{{{").status());
            }
            final Rest passerBy = new Rest(server.rest().http(), server.rest().address(), "");
            passerBy.get("/health/ready").expect(200);
            assertEquals(0, passerBy.get("/").expect(200).get("collections").size());
        }
    }
}
