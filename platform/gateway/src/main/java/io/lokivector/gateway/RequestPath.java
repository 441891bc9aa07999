package io.lokivector.gateway;

import io.lokivector.engine.Engine;
import io.lokivector.engine.Resolved;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.limit.RateLimiter;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.KeyRequest;
import io.lokivector.spi.request.OnCollection;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.security.Authenticator;
import io.lokivector.spi.security.Principal;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of every request: authenticate, limit, authorise, carry out; all of it metered.
 *
 * <p>It holds the rules of who may do what, and how often; the engine behind it knows nothing of
 * callers, and the transports before it nothing of rules. The authenticators and the limiter are
 * asked for at each request, because they may be exchanged while requests run. Thread-safe.
 */
public final class RequestPath implements RequestHandler {
    private final GatewayConfig config;
    private final Supplier<RateLimiter> limiter;
    private final Engine engine;
    private final ServerFacts facts;
    private final InstantSource clock;
    private final Authentications authentications;
    private final Admission admission;
    private final KeyDesk keyDesk;
    private final RequestMeter meter;

    /**
     * Opens the way.
     *
     * @param authenticators those that run now, in the order in which they are asked
     * @param limiter the one that runs now; not asked if limits are switched off
     */
    public RequestPath(
            GatewayConfig config,
            Supplier<List<Authenticator>> authenticators,
            Supplier<RateLimiter> limiter,
            Engine engine,
            ServerFacts facts,
            Meters meters,
            InstantSource clock) {
        this.config = config;
        this.limiter = limiter;
        this.engine = engine;
        this.facts = facts;
        this.clock = clock;
        // The seed only has to be one that clients cannot guess; nothing is to be replayed.
        final FailureDamper damper =
                new FailureDamper(
                        config.failedAuthenticationsPerMinute(), new SecureRandom().nextInt());
        this.authentications = new Authentications(config, authenticators, damper, clock);
        this.admission = new Admission(config.maxConcurrentRequests(), config.admissionTimeout());
        this.keyDesk = new KeyDesk(authenticators);
        this.meter = new RequestMeter(meters);
        meters.gauge(
                "gateway.requests.active",
                "How many requests are being carried out",
                admission::underWay);
    }

    @Override
    public <R> Outcome<R> handle(Call call, Request<R> request) {
        final long startNanos = System.nanoTime();
        final Outcome<R> outcome = pass(call, request);
        meter.record(request, outcome, Duration.ofNanos(System.nanoTime() - startNanos));
        return outcome;
    }

    @Override
    public Optional<Problem> refusal(Call call) {
        return switch (authentications.identify(call, true)) {
            case Identity.Unknown(Problem problem, _) -> Optional.of(problem);
            case Identity.Known _ -> Optional.empty();
        };
    }

    /**
     * Refuses every new request from now on, and waits for those under way.
     *
     * @return whether all of them were done within {@code atMost}
     */
    public boolean drain(Duration atMost) {
        return admission.drain(atMost);
    }

    private <R> Outcome<R> pass(Call call, Request<R> request) {
        try {
            return switch (authentications.identify(call, request)) {
                case Identity.Unknown(Problem problem, Optional<RateDecision> rate) ->
                        new Outcome.Refused<>(problem, rate);
                case Identity.Known(Principal principal) -> pass(call, principal, request);
            };
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Outcome.Refused<>(Failures.explain(e, call, request), Optional.empty());
        }
    }

    private <R> Outcome<R> pass(Call call, Principal principal, Request<R> request) {
        final Optional<RateDecision> rate = limit(principal, request);
        if (rate.orElse(null) instanceof final RateDecision.Denied denied) {
            return new Outcome.Refused<>(limitExceeded(denied), rate);
        }
        final Optional<Problem> refusal = Rights.refusal(principal, request);
        if (refusal.isPresent()) {
            return new Outcome.Refused<>(refusal.get(), rate);
        }
        try {
            if (request instanceof final OnCollection<R> onCollection) {
                return pass(principal, engine.resolve(onCollection), rate);
            }
            return new Outcome.Answered<>(carryOut(principal, request), rate);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Outcome.Refused<>(Failures.explain(e, call, request), rate);
        }
    }

    /** Goes on with what a request turned out to take. */
    private <R> Outcome<R> pass(
            Principal principal, Resolved<R> resolved, Optional<RateDecision> rate) {
        final Optional<Problem> refusal = Rights.refusal(principal, resolved);
        return refusal.isPresent()
                ? new Outcome.Refused<>(refusal.get(), rate)
                : new Outcome.Answered<>(carryOut(principal, resolved.request()), rate);
    }

    private Optional<RateDecision> limit(Principal principal, Request<?> request) {
        if (!config.authenticationEnabled()
                || !config.rateLimitEnabled()
                || request.requiredOperation().isEmpty()) {
            return Optional.empty();
        }
        final RateLimit limit =
                principal.permissions().rateLimit().orElseGet(config::defaultRateLimit);
        // The name of a request has no space, so that no two pairs make the same key.
        final String key = request.name() + ' ' + principal.id();
        return Optional.of(limiter.get().tryAcquire(key, limit, 1, clock.instant()));
    }

    private static Problem limitExceeded(RateDecision.Denied denied) {
        final Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("limit", denied.limit().requests());
        details.put("windowSeconds", denied.limit().window().toSeconds());
        details.put("resetAt", denied.resetAt().toEpochMilli());
        return new Problem(ErrorCode.RATE_LIMITED, "Rate limit exceeded", details);
    }

    private <R> R carryOut(Principal principal, Request<R> request) {
        if (request.requiredOperation().isEmpty()) {
            // Whether the server is well must be told when it is too busy for anything else.
            return answer(principal, request);
        }
        return admission.carryOut(() -> answer(principal, request));
    }

    private <R> R answer(Principal principal, Request<R> request) {
        return switch (request) {
            case final OnCollection<R> onCollection -> engine.execute(onCollection);
            case final ChangeRequest<R> onChanges ->
                    engine.execute(onChanges, principal.permissions()::reaches);
            case final KeyRequest<R> onKeys -> keyDesk.answer(onKeys);
            case final ServerRequest<R> onServer -> answer(principal, onServer);
        };
    }

    @SuppressWarnings("unchecked") // Each kind of request is paired with its answer right here.
    private <R> R answer(Principal principal, ServerRequest<R> request) {
        return (R)
                switch (request) {
                    case ServerRequest.Status() ->
                            facts.status(
                                    visible(principal).stream().map(CollectionInfo::name).toList());
                    case ServerRequest.Health() -> health();
                    case ServerRequest.Metrics() -> facts.metrics(principal.permissions()::reaches);
                    case ServerRequest.ListCollections() -> visible(principal);
                    case ServerRequest.ListExtensions() -> facts.extensions();
                };
    }

    private List<CollectionInfo> visible(Principal principal) {
        if (principal.permissions().collections().isEmpty()) {
            return List.of();
        }
        return engine.collections().stream()
                .filter(collection -> principal.permissions().reaches(collection.name()))
                .toList();
    }

    private ServerRequest.HealthReport health() {
        final ServerRequest.HealthReport health = facts.health();
        if (!admission.isDraining()) {
            return health;
        }
        return new ServerRequest.HealthReport(
                false,
                "The server is shutting down",
                health.time(),
                health.uptime(),
                health.heapUsedBytes(),
                health.heapMaxBytes(),
                health.collections(),
                health.documents(),
                health.version());
    }
}
