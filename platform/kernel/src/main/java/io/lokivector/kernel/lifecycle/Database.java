package io.lokivector.kernel.lifecycle;

import io.lokivector.engine.Engine;
import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.engine.extension.ExtensionRegistry.Offer;
import io.lokivector.gateway.RequestPath;
import io.lokivector.kernel.configuration.Configuration;
import io.lokivector.kernel.extension.ComponentContext;
import io.lokivector.kernel.extension.ComponentContexts;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.extension.ExtensionFactory;
import io.lokivector.spi.limit.RateLimiter;
import io.lokivector.spi.limit.RateLimiterFactory;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.schema.SchemaException;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Authenticator;
import io.lokivector.spi.security.AuthenticatorFactory;
import io.lokivector.spi.security.Secret;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Storage, engine and gateway as one thing that opens and closes, and the door that transports
 * knock at: while it is closed, it says why.
 *
 * <p>When the module of something in use leaves, that is closed first; when it comes back, it is
 * opened again. Thread-safe.
 */
final class Database implements RequestHandler, ExtensionRegistry.Listener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());

    private final Configuration configuration;
    private final ExtensionRegistry registry;
    private final Components components;
    private final ComponentContexts contexts;
    private final EngineOpener opener;
    private final InstantSource clock;
    private final Consumer<ApiKeys.IssuedKey> newAdminKey;

    private final List<Component<Authenticator>> authenticators = new CopyOnWriteArrayList<>();
    private volatile Optional<Component<RateLimiter>> limiter = Optional.empty();
    private volatile @Nullable Open open;
    private volatile String whyClosed = "the server is starting";
    private boolean isClosedForGood;
    private volatile @Nullable Facts facts;

    /**
     * Starts closed.
     *
     * @param newAdminKey shows a key that was just made to the operator
     */
    Database(
            Configuration configuration,
            ExtensionRegistry registry,
            ComponentContexts contexts,
            EngineOpener opener,
            InstantSource clock,
            Consumer<ApiKeys.IssuedKey> newAdminKey) {
        this.configuration = configuration;
        this.registry = registry;
        this.components = new Components(configuration, registry, contexts);
        this.contexts = contexts;
        this.opener = opener;
        this.clock = clock;
        this.newAdminKey = newAdminKey;
    }

    private record Open(
            Component<StorageEngine> storage,
            Engine engine,
            ComponentContext engineContext,
            ComponentContext gatewayContext,
            RequestPath path) {}

    /**
     * Opens storage, engine and gateway.
     *
     * @throws LokiVectorException with one plain sentence; everything is closed then
     */
    synchronized void open(Facts serverFacts) {
        this.facts = serverFacts;
        if (open != null || isClosedForGood) {
            return;
        }
        try {
            open = opened(serverFacts);
            whyClosed = "";
        } catch (LokiVectorException e) {
            whyClosed = e.problem();
            throw e;
        }
    }

    private Open opened(Facts serverFacts) {
        final Component<StorageEngine> storage =
                components.storage(configuration.kernel().storage().type());
        final ComponentContext engineContext = contexts.of("engine", Map.of());
        final ComponentContext gatewayContext = contexts.of("gateway", Map.of());
        @Nullable Engine engine = null;
        try {
            engine = opener.open(configuration, storage.made(), registry, engineContext);
            final Engine opened = engine;
            openGateway(opened);
            return new Open(
                    storage,
                    opened,
                    engineContext,
                    gatewayContext,
                    new RequestPath(
                            configuration.kernel().gateway(),
                            () -> authenticators.stream().map(Component::made).toList(),
                            this::limiter,
                            opened,
                            serverFacts,
                            gatewayContext.meters(),
                            clock));
        } catch (RuntimeException | LinkageError e) {
            closeGateway();
            if (engine != null) {
                engine.close();
            }
            engineContext.close();
            gatewayContext.close();
            storage.close();
            throw e;
        }
    }

    private void openGateway(Engine engine) {
        if (configuration.kernel().gateway().authenticationEnabled()) {
            for (final String type : configuration.kernel().gateway().authenticators()) {
                attempt(() -> addAuthenticator(type, engine));
            }
            attempt(this::addLimiter);
        }
    }

    /** A gateway that lacks a part denies what that part would have to allow; so it may open. */
    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (SchemaException e) {
            throw e;
        } catch (LokiVectorException e) {
            LOG.log(System.Logger.Level.ERROR, e.problem());
        }
    }

    private void addAuthenticator(String type, Engine engine) {
        final Component<Authenticator> added = components.authenticator(type, engine::durableMap);
        authenticators.add(added);
        authenticators.sort(
                Comparator.comparingInt(component ->
                        configuration
                                .kernel()
                                .gateway()
                                .authenticators()
                                .indexOf(component.offer().factory().type())));
        if (added.made() instanceof final ApiKeys keys) {
            final Optional<Secret> given = configuration.kernel().adminKey();
            final Optional<ApiKeys.IssuedKey> issued = keys.ensureAdminKey(given);
            if (given.isEmpty()) {
                issued.ifPresent(newAdminKey);
            } else if (issued.isPresent()) {
                // The operator has it; nobody else is to see it.
                LOG.log(
                        System.Logger.Level.INFO,
                        "The administrator's API key is the one given as admin-key");
            }
        }
    }

    private void addLimiter() {
        if (configuration.kernel().gateway().rateLimitEnabled()) {
            limiter =
                    Optional.of(
                            components.rateLimiter(configuration.kernel().gateway().rateLimiter()));
        }
    }

    private RateLimiter limiter() {
        return limiter.orElseThrow(() ->
                        new LokiVectorException(
                                ErrorCode.UNAVAILABLE,
                                "the rate limiter "
                                        + configuration.kernel().gateway().rateLimiter()
                                        + " is not there: add its module, or switch limits"
                                        + " off"))
                .made();
    }

    /** Why requests cannot be taken; blank if they can. */
    String whyClosed() {
        return whyClosed;
    }

    /** Whether it is closed because no storage engine of the configured type is there. */
    boolean isStorageMissing() {
        return open == null
                && registry.find(
                                raw(StorageEngineFactory.class),
                                configuration.kernel().storage().type())
                        .isEmpty();
    }

    /** The engine, while it is open. */
    Optional<Engine> engine() {
        final @Nullable Open now = open;
        return now == null ? Optional.empty() : Optional.of(now.engine());
    }

    @Override
    public <R> Outcome<R> handle(Call call, Request<R> request) {
        final @Nullable Open now = open;
        if (now != null) {
            return now.path().handle(call, request);
        }
        final @Nullable Facts known = facts;
        return known == null
                ? new Outcome.Refused<>(
                        Problem.of(ErrorCode.UNAVAILABLE, whyClosed), Optional.empty())
                : new ClosedDoor(configuration.kernel(), known, whyClosed).handle(call, request);
    }

    @Override
    public Optional<Problem> refusal(Call call) {
        final @Nullable Open now = open;
        return now == null
                ? Optional.of(Problem.of(ErrorCode.UNAVAILABLE, whyClosed))
                : now.path().refusal(call);
    }

    @Override
    public synchronized void arrived(Offer<?> offer) {
        final @Nullable Facts known = facts;
        if (known == null || isClosedForGood) {
            return;
        }
        final String type = offer.factory().type();
        try {
            switch (offer.factory()) {
                case final StorageEngineFactory<?> _ -> {
                    if (open == null && type.equals(configuration.kernel().storage().type())) {
                        open(known);
                        LOG.log(System.Logger.Level.INFO, "The database is open again");
                    }
                }
                case final AuthenticatorFactory<?> _ -> replaceAuthenticator(type);
                case final RateLimiterFactory<?> _ -> replaceLimiter(type);
                default -> {
                    // The engine and the transports hear of theirs by themselves.
                }
            }
        } catch (LokiVectorException e) {
            LOG.log(System.Logger.Level.ERROR, e.problem());
        }
    }

    private void replaceAuthenticator(String type) {
        final @Nullable Open now = open;
        final boolean isMissing =
                configuration.kernel().gateway().authenticators().contains(type)
                        && authenticators.stream()
                                .noneMatch(one -> one.offer().factory().type().equals(type));
        if (now != null && isMissing && configuration.kernel().gateway().authenticationEnabled()) {
            addAuthenticator(type, now.engine());
        }
    }

    private void replaceLimiter(String type) {
        if (open != null
                && limiter.isEmpty()
                && configuration.kernel().gateway().authenticationEnabled()
                && type.equals(configuration.kernel().gateway().rateLimiter())) {
            addLimiter();
        }
    }

    @Override
    public synchronized void leaving(Offer<?> offer) {
        final @Nullable Open now = open;
        if (now != null && now.storage().isFrom(offer)) {
            close(
                    "the storage engine '" + offer.factory().type() + "' was taken away",
                    Duration.ofSeconds(5));
        }
        for (final Component<Authenticator> one : authenticators) {
            if (one.isFrom(offer)) {
                authenticators.remove(one);
                one.close();
            }
        }
        final Optional<Component<RateLimiter>> current = limiter;
        if (current.isPresent() && current.get().isFrom(offer)) {
            limiter = Optional.empty();
            current.get().close();
        }
        final String type = offer.factory().type();
        if (!isClosedForGood && now != null) {
            // Another version of it may be there.
            if (registry.find(raw(AuthenticatorFactory.class), type).isPresent()) {
                attempt(() -> replaceAuthenticator(type));
            }
            if (registry.find(raw(RateLimiterFactory.class), type).isPresent()) {
                attempt(() -> replaceLimiter(type));
            }
        }
    }

    @SuppressWarnings("unchecked") // A class literal cannot carry its parameter.
    private static <F extends ExtensionFactory<?>> Class<F> raw(Class<?> literal) {
        return (Class<F>) literal;
    }

    /**
     * Refuses new requests and waits for those under way.
     *
     * @return whether all were done within {@code atMost}
     */
    boolean drain(Duration atMost) {
        final @Nullable Open now = open;
        return now == null || now.path().drain(atMost);
    }

    private synchronized void close(String reason, Duration drainAtMost) {
        whyClosed = reason;
        final @Nullable Open closing = open;
        open = null;
        if (closing == null) {
            return;
        }
        closing.path().drain(drainAtMost);
        closeGateway();
        try {
            closing.engine().close();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, "The engine did not close well", e);
        }
        closing.engineContext().close();
        closing.gatewayContext().close();
        closing.storage().close();
    }

    private void closeGateway() {
        authenticators.forEach(Component::close);
        authenticators.clear();
        limiter.ifPresent(Component::close);
        limiter = Optional.empty();
    }

    /** Closes everything durably, for good; idempotent. */
    @Override
    public synchronized void close() {
        isClosedForGood = true;
        close("the server is shutting down", Duration.ofSeconds(1));
    }
}
