package io.lokivector.gateway;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.request.DocumentRequest.Find;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.security.Authenticator;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.tck.TestClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A gateway with everything around it, for tests. */
final class House {
    static final String ADDRESS = "192.0.2.1";

    final FakeEngine engine = new FakeEngine();
    final FakeKeys keys = new FakeKeys();
    final FakeLimiter limiter = new FakeLimiter();
    final FakeMeters meters = new FakeMeters();
    final TestClock clock = new TestClock();
    final RequestPath path;

    /** A house with the default configuration but for the values given. */
    House(Map<String, Object> config) {
        this(config, null);
    }

    /** A house with other authenticators than {@link #keys}. */
    House(Map<String, Object> config, List<Authenticator> authenticators) {
        final List<Authenticator> chain = authenticators == null ? List.of(keys) : authenticators;
        this.path =
                new RequestPath(
                        RecordSchema.of(GatewayConfig.class).bind(config, "gateway"),
                        () -> chain,
                        () -> limiter,
                        engine,
                        new FakeFacts(),
                        meters,
                        clock);
        keys.knowing("admin", Permissions.all());
        keys.knowing("reader", permissions("sales_*", Operation.READ));
        keys.knowing("writer", permissions("sales_*", Operation.WRITE));
    }

    static Permissions permissions(String collections, Operation... operations) {
        return new Permissions(List.of(collections), Set.of(operations), Optional.empty());
    }

    static Permissions limitedTo(RateLimit limit) {
        return new Permissions(List.of("*"), Set.of(Operation.READ), Optional.of(limit));
    }

    static Find find(String collection) {
        return new Find(collection, Map.of(), RecordSchema.of(FindOptions.class).defaults());
    }

    <R> Outcome<R> ask(String key, Request<R> request) {
        return ask(Credentials.ofApiKey(key), ADDRESS, request);
    }

    <R> Outcome<R> askWithoutKey(Request<R> request) {
        return ask(Credentials.none(), ADDRESS, request);
    }

    <R> Outcome<R> ask(Credentials credentials, String address, Request<R> request) {
        return path.handle(new Call(credentials, "test", address, "request-7"), request);
    }

    static Object answer(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Answered.class, outcome).value();
    }

    static Problem problem(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).problem();
    }

    static ErrorCode code(Outcome<?> outcome) {
        return problem(outcome).code();
    }
}
