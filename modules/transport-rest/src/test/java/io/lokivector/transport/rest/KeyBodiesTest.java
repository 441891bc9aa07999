package io.lokivector.transport.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.request.KeyRequest.ChangeKey;
import io.lokivector.spi.request.KeyRequest.CreateKey;
import io.lokivector.spi.schema.Durations;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import io.lokivector.transport.rest.RestServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may say about keys. */
class KeyBodiesTest {
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

    private static ApiKeys.NewKey made(String body) throws Exception {
        final Reply reply = server.post("/api/keys", body);
        assertEquals(503, reply.status(), reply.body());
        return ((CreateKey) server.request()).key();
    }

    private static Permissions permissions(List<String> collections, Set<Operation> operations) {
        return new Permissions(collections, operations, Optional.empty());
    }

    @Test
    void aKeyMadeOfNothingMayReadAndWriteEverywhere() throws Exception {
        assertEquals(
                new ApiKeys.NewKey(
                        "default",
                        "Unnamed Key",
                        "",
                        permissions(List.of("*"), Set.of(Operation.READ, Operation.WRITE)),
                        Optional.empty()),
                made("{}"));
    }

    @Test
    void aKeyMayBeDescribedInItsMetadata() throws Exception {
        final ApiKeys.NewKey key =
                made(
                        "{\"userId\":\"u1\",\"permissions\":{\"collections\":[\"a\",\"b*\"],"
                                + "\"operations\":[\"admin\"],\"rateLimit\":{\"requests\":500,"
                                + "\"window\":\"15m\"}},\"metadata\":{\"name\":\"adm\","
                                + "\"description\":\"d\",\"team\":\"x\"},\"expiresIn\":\"30d\"}");
        assertEquals(
                new ApiKeys.NewKey(
                        "u1",
                        "adm",
                        "d",
                        new Permissions(
                                List.of("a", "b*"),
                                Set.of(Operation.ADMIN),
                                Optional.of(new RateLimit(500, Duration.ofMinutes(15)))),
                        Optional.of(RestServer.NOW.plus(Duration.ofDays(30)))),
                key);
    }

    @Test
    void expiryIsATimeOfEitherForm() throws Exception {
        final Optional<Instant> time = Optional.of(Instant.ofEpochMilli(1_900_000_000_000L));
        assertEquals(time, made("{\"expiresAt\":1900000000000}").expiresAt());
        assertEquals(time, made("{\"expiresAt\":\"2030-03-17T17:46:40Z\"}").expiresAt());
        assertEquals(Optional.empty(), made("{\"expiresAt\":null}").expiresAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"permissions\":{\"rateLimit\":{}}}",
                "{\"permissions\":{\"rateLimit\":{\"requests\":3}}}",
                "{\"permissions\":{\"rateLimit\":{\"requests\":0,\"window\":\"1h\"}}}",
                "{\"permissions\":{\"rateLimit\":{\"requests\":3,\"window\":\"bogus\"}}}",
                "{\"permissions\":{\"rateLimit\":{\"requests\":3,\"window\":\"1y\"}}}",
                "{\"permissions\":{\"rateLimit\":{\"requests\":3,\"window\":\"500ms\"}}}",
                "{\"permissions\":{\"rateLimit\":{\"requests\":3,\"window\":60}}}",
                "{\"permissions\":\"all\"}",
                "{\"permissions\":{\"operations\":[\"fly\"]}}",
                "{\"permissions\":{\"operatons\":[\"read\"]}}",
                "{\"metadata\":{\"name\":5}}",
                "{\"userId\":{\"a\":1}}",
                "{\"expiresAt\":\"tomorrow\"}",
                "{\"expiresAt\":\"\"}",
                "{\"expiresAt\":1,\"expiresIn\":\"1d\"}",
                "{\"expiresIn\":\"soon\"}",
                "{\"isAdmin\":true}",
                "[1]",
                "5",
            })
    void whatCannotBeRightIsRefused(String body) throws Exception {
        assertEquals(400, server.post("/api/keys", body).status());
        assertEquals(List.of(), server.requests());
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() throws Exception {
        server.send("PATCH", "/api/keys/key_1", "{\"name\":\"desk\"}");
        assertEquals(
                new ChangeKey(
                        "key_1",
                        new ApiKeys.KeyChange(
                                Optional.of("desk"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                server.request());
    }

    @Test
    void permissionsLeftOutOfAChangeDoNotBecomeEverything() throws Exception {
        for (final String permissions :
                List.of("{\"operations\":[\"read\"]}", "{\"collections\":[\"a\"]}", "{}")) {
            final Reply reply =
                    server.send(
                            "PATCH", "/api/keys/key_1", "{\"permissions\":" + permissions + "}");
            assertEquals(400, reply.status(), permissions);
        }
    }

    @ParameterizedTest
    @CsvSource({"7d,1w", "14d,2w", "24h,1d", "36h,36h", "60s,1m", "90s,90s", "1500ms,1500ms"})
    void aWindowIsWrittenInItsLargestUnit(String given, String written) {
        assertEquals(written, KeyJson.written(Durations.parse(given).orElseThrow()));
    }
}
