package io.lokivector.kernel.lifecycle;

import io.lokivector.http.HttpHost;
import io.lokivector.kernel.configuration.Configuration;
import io.lokivector.kernel.extension.ComponentContexts;
import io.lokivector.kernel.extension.ServiceRegistry;
import io.lokivector.kernel.http.JettyHost;
import io.lokivector.kernel.metrics.Measurements;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import io.lokivector.spi.schema.SchemaException;
import io.lokivector.spi.security.ApiKeys;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running server.
 *
 * <p>It starts in the order lock, modules and plugins, storage, engine, gateway, transports, and
 * stops in the reverse order; whatever takes time and needs nothing else starts beside the others.
 */
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());
    private static final String CACHE = "cache";

    private final Configuration configuration;
    private final Deque<Step> toClose = new ArrayDeque<>();
    private @Nullable Database database;
    private @Nullable Transports transports;
    private volatile boolean areTransportsOpen;
    private @Nullable JettyHost http;
    private @Nullable Extensions extensions;

    private Server(Configuration configuration) {
        this.configuration = configuration;
    }

    private record Step(String name, AutoCloseable closing) {}

    /**
     * Starts a server.
     *
     * @param newAdminKey shows a key that was just made to the operator
     * @throws LokiVectorException with one plain sentence; nothing is left running then
     */
    public static Server start(
            Configuration configuration,
            String version,
            EngineOpener opener,
            InstantSource clock,
            Consumer<ApiKeys.IssuedKey> newAdminKey) {
        final Server server = new Server(configuration);
        try {
            server.boot(version, opener, clock, newAdminKey);
            return server;
        } catch (CompletionException e) {
            server.close();
            throw e.getCause() instanceof final LokiVectorException known ? known : e;
        } catch (RuntimeException | LinkageError e) {
            server.close();
            throw e;
        }
    }

    private void boot(
            String version,
            EngineOpener opener,
            InstantSource clock,
            Consumer<ApiKeys.IssuedKey> newAdminKey) {
        final String host = configuration.host();
        final DiskFiles data = lock(configuration.kernel().dataDirectory());
        final CompletableFuture<JettyHost> jetty =
                beside(
                        "http-start",
                        () ->
                                JettyHost.open(
                                        configuration.kernel().server(), host, this::whyNotReady));
        final CompletableFuture<Measurements> measured = beside("meters", Measurements::new);
        try {
            final Extensions loaded =
                    Extensions.start(
                            configuration.home(),
                            data.path().orElseThrow().resolve(CACHE),
                            configuration.kernel().extensions());
            extensions = loaded;
            closeLater("modules and plugins", loaded);
            final ServiceRegistry registry = new ServiceRegistry(loaded.context());
            closeLater("registry", registry);
            loaded.load();
            final Measurements measurements = measured.join();
            closeLater("meters", measurements);
            http = jetty.join();
            closeLater("HTTP port", http);
            final ComponentContexts contexts = new ComponentContexts(clock, data, measurements);
            closeLater("background work", contexts);
            open(version, opener, clock, newAdminKey, registry, contexts, measurements);
            loaded.watch();
        } finally {
            // Whatever else went wrong, the port must not stay open.
            if (http == null) {
                jetty.thenAccept(JettyHost::close);
            }
        }
    }

    private void open(
            String version,
            EngineOpener opener,
            InstantSource clock,
            Consumer<ApiKeys.IssuedKey> newAdminKey,
            ServiceRegistry registry,
            ComponentContexts contexts,
            Measurements measurements) {
        final Database opening =
                new Database(configuration, registry, contexts, opener, clock, newAdminKey);
        database = opening;
        closeLater("database", opening);
        final Facts facts = new Facts(version, clock, opening, measurements, this::extensions);
        final Transports starting =
                new Transports(
                        configuration,
                        registry,
                        new Components(configuration, registry, contexts),
                        opening,
                        Map.of(HttpHost.class, Objects.requireNonNull(http)));
        transports = starting;
        closeLater("transports", starting);
        registry.subscribe(opening);
        registry.subscribe(starting);
        try {
            opening.open(facts);
        } catch (SchemaException e) {
            throw e;
        } catch (LokiVectorException e) {
            if (!opening.isStorageMissing()) {
                throw e;
            }
            // It may still be dropped in.
            LOG.log(System.Logger.Level.ERROR, e.problem());
        }
        starting.open();
        areTransportsOpen = true;
        contexts.background(measurements::measureJvm);
    }

    private DiskFiles lock(Path directory) {
        try {
            final DiskFiles data = DiskFiles.at(directory);
            final Closeable lock = data.lock();
            closeLater("lock", lock);
            return data;
        } catch (IOException e) {
            throw new LokiVectorException(
                    ErrorCode.UNAVAILABLE,
                    "the data directory "
                            + directory.toAbsolutePath()
                            + " cannot be used: "
                            + e.getMessage(),
                    e);
        }
    }

    private static <T> CompletableFuture<T> beside(String name, Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, task -> Thread.ofPlatform().name(name).daemon().start(task));
    }

    private void closeLater(String name, AutoCloseable closing) {
        toClose.push(new Step(name, closing));
    }

    /** Why it does not take requests, in a sentence; blank if it does. */
    public String whyNotReady() {
        final @Nullable Database known = database;
        // Where no transport answers yet, "not found" would be taken for an answer.
        return known == null || !areTransportsOpen ? "the server is starting" : known.whyClosed();
    }

    /** Where clients reach it over HTTP. */
    public String address() {
        return Objects.requireNonNull(http).address();
    }

    /** Where clients reach each transport, by type. */
    public Map<String, String> addresses() {
        return Objects.requireNonNull(transports).addresses();
    }

    /** What became of every module and plugin. */
    public List<ExtensionInfo> extensions() {
        final @Nullable Extensions known = extensions;
        return known == null ? List.of() : known.list();
    }

    /**
     * Stops: no new requests, those under way are answered within {@code server.drain-timeout},
     * then everything is flushed and closed; idempotent.
     */
    @Override
    public synchronized void close() {
        final Duration atMost = configuration.kernel().server().drainTimeout();
        if (transports != null && !toClose.isEmpty()) {
            transports.drain(atMost);
            if (http != null) {
                http.drain(atMost);
            }
        }
        while (!toClose.isEmpty()) {
            final Step step = toClose.pop();
            try {
                step.closing().close();
            } catch (Exception | LinkageError e) {
                LOG.log(System.Logger.Level.ERROR, "Closing failed: " + step.name(), e);
            }
        }
    }
}
