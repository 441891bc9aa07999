package io.lokivector.transport.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Secret;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.transport.rest.RestServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What surrounds a request: keys, ids, limits, headers, failures. */
class CallTest {
    private static final RateLimit LIMIT = new RateLimit(3, Duration.ofHours(1));
    private static final Instant RESET = Instant.ofEpochMilli(1_700_000_000_000L);

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
        server.answer(List.of());
    }

    private static Credentials shownBy(String path, String... headers) throws Exception {
        assertEquals(200, server.get(path, headers).status());
        return server.call().credentials();
    }

    @Test
    void aKeyIsTakenFromEveryPlaceItMayStand() throws Exception {
        final Credentials key = Credentials.ofApiKey("lvk_1");
        assertEquals(key, shownBy("/collections", "X-API-Key", "lvk_1"));
        assertEquals(key, shownBy("/collections", "Authorization", "lvk_1"));
        assertEquals(key, shownBy("/collections?apiKey=lvk_1"));
        assertEquals(key, shownBy("/collections?a=b&apiKey=lvk%5f1"));
        final Credentials bearer = Credentials.ofBearer("lvk_1");
        assertEquals(bearer, shownBy("/collections", "Authorization", "Bearer lvk_1"));
        assertEquals(bearer, shownBy("/collections", "Authorization", "bearer  lvk_1"));
    }

    @Test
    void aHeaderIsStrongerThanTheQuery() throws Exception {
        assertEquals(
                Credentials.ofApiKey("header"),
                shownBy("/collections?apiKey=query", "X-API-Key", "header"));
    }

    @Test
    void aKeyAndATokenAreBothShown() throws Exception {
        assertEquals(
                new Credentials(Optional.of(Secret.of("k")), Optional.of(Secret.of("t"))),
                shownBy("/collections", "X-API-Key", "k", "Authorization", "Bearer t"));
    }

    @Test
    void anUnknownSchemeIsNotTheSameAsNoKey() throws Exception {
        assertFalse(shownBy("/collections", "Authorization", "Basic abc").isEmpty());
        assertTrue(shownBy("/collections", "X-API-Key", "").isEmpty());
        assertTrue(shownBy("/collections?apiKey=").isEmpty());
    }

    @Test
    void theKeyInTheQueryCanBeSwitchedOff() throws Exception {
        try (RestServer strict = new RestServer(new RestConfig("/api/v1", false, 1024, 8))) {
            strict.answer(List.of());
            assertEquals(200, strict.get("/api/v1/collections?apiKey=lvk_1").status());
            assertTrue(strict.call().credentials().isEmpty());
            assertEquals(404, strict.get("/collections").status());
        }
    }

    @Test
    void aMissingAndAWrongKeyAreToldApart() throws Exception {
        server.script(_ -> RestServer.refused(ErrorCode.UNAUTHENTICATED, "no good"));
        final Reply missing = server.get("/collections");
        assertEquals(401, missing.status());
        assertEquals("Bearer", missing.header("WWW-Authenticate"));
        assertEquals(
                Map.of(
                        "error",
                        "API key required",
                        "message",
                        "no good",
                        "code",
                        "UNAUTHENTICATED"),
                missing.json());
        final Reply wrong = server.get("/collections?apiKey=lvk_secret");
        assertEquals("Invalid or expired API key", ((Map<?, ?>) wrong.json()).get("error"));
        assertFalse(wrong.body().contains("lvk_secret"));
    }

    @Test
    void aRequestIdIsEchoedOrMade() throws Exception {
        final Reply given = server.get("/collections", "X-Request-Id", "trace-1.2:3_4");
        assertEquals("trace-1.2:3_4", given.header("X-Request-Id"));
        assertEquals("trace-1.2:3_4", server.call().requestId());
        final Reply bad = server.get("/collections", "X-Request-Id", "x".repeat(129));
        assertEquals(16, bad.header("X-Request-Id").length());
        assertNotEquals(
                bad.header("X-Request-Id"), server.get("/collections").header("X-Request-Id"));
    }

    @Test
    void theCallerIsNamed() throws Exception {
        server.get("/collections");
        assertEquals("127.0.0.1", server.call().remoteAddress());
        assertEquals("rest", server.call().transport());
    }

    @Test
    void everyAnswerIsGuarded() throws Exception {
        for (final Reply reply :
                List.of(
                        server.get("/collections"),
                        server.get("/nope"),
                        server.get("/health/live"))) {
            assertEquals("nosniff", reply.header("X-Content-Type-Options"));
            assertEquals("no-store", reply.header("Cache-Control"));
            assertEquals("no-referrer", reply.header("Referrer-Policy"));
            assertNull(reply.header("Access-Control-Allow-Origin"));
        }
    }

    @Test
    void aLimitedAnswerTellsWhatIsLeft() throws Exception {
        server.script(_ ->
                new Outcome.Answered<>(
                        List.of(), Optional.of(new RateDecision.Granted(LIMIT, 2, RESET))));
        final Reply reply = server.get("/collections");
        assertEquals(200, reply.status());
        assertEquals("3", reply.header("X-RateLimit-Limit"));
        assertEquals("2", reply.header("X-RateLimit-Remaining"));
        assertEquals("1700000000000", reply.header("X-RateLimit-Reset"));
        assertNull(reply.header("Retry-After"));
    }

    @Test
    void aLimitedAnswerThatFindsNothingTellsWhatIsLeft() throws Exception {
        server.script(_ ->
                new Outcome.Answered<>(
                        Optional.empty(), Optional.of(new RateDecision.Granted(LIMIT, 2, RESET))));
        final Reply reply = server.post("/collections/b/findOne", "{}");
        assertEquals(404, reply.status());
        assertEquals("2", reply.header("X-RateLimit-Remaining"));
    }

    @Test
    void whoeverIsDeniedLearnsWhenToComeAgain() throws Exception {
        server.script(_ ->
                new Outcome.Refused<>(
                        Problem.of(ErrorCode.RATE_LIMITED, "3 requests per 1h"),
                        Optional.of(
                                new RateDecision.Denied(LIMIT, Duration.ofMillis(1_200), RESET))));
        final Reply reply = server.get("/collections");
        assertEquals(429, reply.status());
        assertEquals("2", reply.header("Retry-After"));
        assertEquals("0", reply.header("X-RateLimit-Remaining"));
        assertEquals(
                Map.of(
                        "error", "Rate limit exceeded",
                        "message", "3 requests per 1h",
                        "code", "RATE_LIMITED",
                        "resetAt", 1_700_000_000_000L),
                reply.json());
    }

    @Test
    void aRefusalWithoutABodyKeepsTheConnection() throws Exception {
        server.script(_ -> RestServer.refused(ErrorCode.NOT_FOUND, "none"));
        assertNull(server.get("/collections").header("Connection"));
        assertNull(server.post("/collections/b/find", "{}").header("Connection"));
    }

    @Test
    void detailsOfAProblemAreShown() throws Exception {
        server.script(_ ->
                new Outcome.Refused<>(
                        new Problem(ErrorCode.CONFLICT, "taken", Map.of("field", "isbn")),
                        Optional.empty()));
        final Reply reply = server.get("/collections");
        assertEquals(409, reply.status());
        assertEquals(
                Map.of("error", "taken", "code", "CONFLICT", "details", Map.of("field", "isbn")),
                reply.json());
    }

    @Test
    void anExceptionWithACodeIsAProblem() throws Exception {
        server.script(_ -> {
            throw new LokiVectorException(ErrorCode.UNAVAILABLE, "the disk is full");
        });
        assertEquals(503, server.get("/collections").status());
    }

    @Test
    void anAnswerThatFailsWhileItIsWrittenIsAnInternalError() throws Exception {
        server.answer(List.of(Map.of("bad", new StringBuilder("secret of the inside"))));
        final Reply reply = server.post("/collections/b/find", "{}", "X-Request-Id", "r-77");
        assertEquals(500, reply.status());
        assertFalse(reply.body().contains("secret"), reply.body());
        assertFalse(reply.body().contains("StringBuilder"), reply.body());
        assertEquals(Map.of("requestId", "r-77"), ((Map<?, ?>) reply.json()).get("details"));
    }

    @Test
    void anAnswerThatFailsHalfWayIsNotTakenForWhole() {
        final Iterator<Map<String, Object>> failing =
                new Iterator<>() {
                    private int given;

                    @Override
                    public boolean hasNext() {
                        return true;
                    }

                    @Override
                    public Map<String, Object> next() {
                        if (given++ > 10_000) {
                            throw new IllegalStateException("the disk is gone");
                        }
                        return Map.of("n", given);
                    }
                };
        server.answer((Object) new OnceIterable(failing));
        assertThrows(IOException.class, () -> server.post("/collections/b/find", "{}"));
    }

    /** A list of documents as the writer sees it, read once. */
    private static final class OnceIterable extends AbstractList<Map<String, Object>> {
        private final Iterator<Map<String, Object>> iterator;

        OnceIterable(Iterator<Map<String, Object>> iterator) {
            this.iterator = iterator;
        }

        @Override
        public Iterator<Map<String, Object>> iterator() {
            return iterator;
        }

        @Override
        public Map<String, Object> get(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size() {
            return 0;
        }
    }
}
