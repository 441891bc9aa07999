package io.lokivector.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.Done;
import io.lokivector.spi.request.KeyRequest;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.request.ServerRequest.MetricsReport;
import io.lokivector.spi.request.ServerRequest.StatusReport;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.tck.security.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestPathTest {
    private final House house = new House(Map.of());

    @Test
    void handsTheEnginesAnswerOn() {
        assertEquals(FakeEngine.ANSWER, House.answer(house.ask("admin", House.find("hr"))));
    }

    @Test
    void limitsByKeyAndKindOfRequestWhateverTheCollection() {
        final RateLimit three = new RateLimit(3, Duration.ofHours(1));
        house.keys.knowing("limited", House.limitedTo(three));
        house.keys.knowing("other", House.limitedTo(three));
        for (int i = 0; i < 3; i++) {
            final Outcome<?> outcome = house.ask("limited", House.find("c" + i));
            final RateDecision.Granted granted =
                    assertInstanceOf(RateDecision.Granted.class, outcome.rate().orElseThrow());
            assertEquals(2 - i, granted.remaining());
        }
        final Outcome<?> outcome = house.ask("limited", House.find("c9"));
        assertInstanceOf(RateDecision.Denied.class, outcome.rate().orElseThrow());
        assertEquals(ErrorCode.RATE_LIMITED, House.code(outcome));
        assertEquals("Rate limit exceeded", House.problem(outcome).message());
        assertEquals(3, house.engine.reached.size());
        House.answer(house.ask("limited", new DocumentRequest.Count("c9", Map.of())));
        House.answer(house.ask("other", House.find("c9")));
    }

    @Test
    void keysWithoutALimitHaveTheServersDefault() {
        final House strict = new House(Map.of("rateLimitRequests", 2, "rateLimitWindow", "5m"));
        strict.ask("admin", House.find("hr"));
        strict.ask("admin", House.find("hr"));
        final Outcome<?> third = strict.ask("admin", House.find("hr"));
        assertEquals(ErrorCode.RATE_LIMITED, House.code(third));
        assertEquals(new RateLimit(2, Duration.ofMinutes(5)), third.rate().orElseThrow().limit());
    }

    @Test
    void theLimiterIsNotAskedWhenSwitchedOffOrForOpenRequests() {
        final House unlimited = new House(Map.of("rateLimitEnabled", false));
        unlimited.ask("admin", House.find("hr"));
        house.ask("admin", new ServerRequest.Health());
        house.askWithoutKey(new ServerRequest.Status());
        assertEquals(Map.of(), unlimited.limiter.used);
        assertEquals(Map.of(), house.limiter.used);
    }

    @Test
    void aRefusalForWantOfRightsCountsAgainstTheLimitAndSaysSo() {
        final Outcome<?> outcome = house.ask("reader", House.find("hr"));
        assertEquals(ErrorCode.FORBIDDEN, House.code(outcome));
        assertTrue(outcome.rate().isPresent());
    }

    @Test
    void listsShowOnlyWhatTheCallerReaches() {
        assertEquals(List.of("sales_eu", "sales_us"), listed("reader"));
        assertEquals(List.of("hr", "sales_eu", "sales_us"), listed("admin"));
        assertEquals(List.of("sales_eu", "sales_us"), statusOf("reader"));
        assertEquals(List.of("hr", "sales_eu", "sales_us"), statusOf("admin"));
        final Object anonymous = House.answer(house.askWithoutKey(new ServerRequest.Status()));
        assertEquals(
                List.of(), assertInstanceOf(StatusReport.class, anonymous).visibleCollections());
    }

    @Test
    void metricsNameOnlyTheCollectionsThatTheCallerReaches() {
        assertEquals("metrics of [sales_eu, sales_us]", metricsOf(Credentials.ofApiKey("reader")));
        assertEquals(
                "metrics of [hr, sales_eu, sales_us]", metricsOf(Credentials.ofApiKey("admin")));
        assertEquals("metrics of []", metricsOf(Credentials.ofApiKey("an old key")));
        assertEquals("metrics of []", metricsOf(Credentials.none()));
    }

    private String metricsOf(Credentials credentials) {
        return assertInstanceOf(
                        MetricsReport.class,
                        House.answer(
                                house.ask(credentials, House.ADDRESS, new ServerRequest.Metrics())))
                .text();
    }

    private List<String> listed(String key) {
        final Outcome<List<CollectionInfo>> outcome =
                house.ask(key, new ServerRequest.ListCollections());
        return assertInstanceOf(Outcome.Answered.class, outcome).value() instanceof List<?> list
                ? list.stream().map(info -> ((CollectionInfo) info).name()).toList()
                : List.of();
    }

    private List<String> statusOf(String key) {
        return assertInstanceOf(
                        StatusReport.class,
                        House.answer(house.ask(key, new ServerRequest.Status())))
                .visibleCollections();
    }

    @Test
    void expectedFailuresAreToldAsTheyAre() {
        house.engine.behaviour =
                _ -> {
                    throw new LokiVectorException(
                            ErrorCode.CONFLICT, "The name is taken", Map.of("name", "hr"));
                };
        try (CapturedLog log = new CapturedLog()) {
            final Outcome<?> outcome = house.ask("admin", House.find("hr"));
            assertEquals(
                    new Problem(ErrorCode.CONFLICT, "The name is taken", Map.of("name", "hr")),
                    House.problem(outcome));
            assertTrue(outcome.rate().isPresent());
            assertEquals("", log.text(), "a client's mistake is not the operator's concern");
        }
    }

    @Test
    void unexpectedFailuresLeakNothingAndAreLoggedOnce() {
        for (final Throwable failure :
                List.of(
                        new IllegalStateException("password=hunter2"),
                        new StackOverflowError("password=hunter2"),
                        new NoClassDefFoundError("password=hunter2"))) {
            house.engine.behaviour = _ -> sneakyThrow(failure);
            try (CapturedLog log = new CapturedLog()) {
                final Outcome<?> outcome = house.ask("admin", House.find("hr"));
                assertEquals(ErrorCode.INTERNAL, House.code(outcome));
                assertFalse(String.valueOf(outcome).contains("hunter2"));
                assertTrue(House.problem(outcome).message().contains("request-7"));
                assertEquals(Map.of("requestId", "request-7"), House.problem(outcome).details());
                assertEquals(2, log.text().split("request-7", -1).length, log::text);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Object sneakyThrow(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void aLimiterThatFailsLetsNobodyThrough() {
        final RequestPath path =
                new RequestPath(
                        RecordSchema.of(GatewayConfig.class).defaults(),
                        () -> List.of(house.keys),
                        () -> {
                            throw new IllegalStateException("no limiter");
                        },
                        house.engine,
                        new FakeFacts(),
                        house.meters,
                        house.clock);
        final Outcome<?> outcome =
                path.handle(
                        new Call(Credentials.ofApiKey("admin"), "test", House.ADDRESS, "request-8"),
                        House.find("hr"));
        assertEquals(ErrorCode.INTERNAL, House.code(outcome));
        assertEquals(List.of(), house.engine.reached);
    }

    @Test
    void everyRequestIsTimedByKindAndOutcome() {
        house.ask("admin", House.find("hr"));
        house.ask("reader", House.find("hr"));
        house.askWithoutKey(new ServerRequest.ListCollections());
        assertEquals(
                List.of(
                        "gateway.requests request find outcome ok",
                        "gateway.requests request find outcome forbidden",
                        "gateway.requests request list-collections outcome unauthenticated"),
                house.meters.recorded);
    }

    @Test
    void keyRequestsGoToTheAuthenticatorThatManagesKeys() {
        assertSame(
                FakeKeys.ISSUED,
                House.answer(house.ask("admin", new KeyRequest.RotateKey(FakeKeys.ID))));
        assertEquals(
                new Done("API key revoked successfully"),
                House.answer(house.ask("admin", new KeyRequest.RevokeKey(FakeKeys.ID))));
        for (final KeyRequest<?> request :
                List.of(
                        new KeyRequest.GetKey("key_9"),
                        new KeyRequest.RevokeKey("key_9"),
                        new KeyRequest.RotateKey("key_9"))) {
            assertEquals(ErrorCode.NOT_FOUND, House.code(house.ask("admin", request)));
        }
    }

    @Test
    void withoutKeyManagementKeyRequestsSayWhatIsMissing() {
        final House keyless =
                new House(
                        Map.of(),
                        List.of(new FakeAuthenticator().knowing("admin", Permissions.all())));
        final Problem problem = House.problem(keyless.ask("admin", new KeyRequest.ListKeys()));
        assertEquals(ErrorCode.UNAVAILABLE, problem.code());
        assertTrue(problem.message().contains("gateway.authenticators"));
    }

    @Test
    void theDefaultsAreThoseThatAreDocumented() {
        assertEquals(
                new GatewayConfig(
                        true,
                        List.of("api-key"),
                        true,
                        "fixed-window",
                        1000,
                        Duration.ofHours(1),
                        600,
                        512,
                        Duration.ofSeconds(2)),
                RecordSchema.of(GatewayConfig.class).defaults());
    }
}
