package io.lokivector.kernel.http;

import io.lokivector.http.HttpHost;
import io.lokivector.http.WebContext;
import io.lokivector.kernel.configuration.ServerSettings;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP port, served by Jetty: every request runs on a virtual thread, every context with the
 * class loader of whoever mounted it.
 */
public final class JettyHost implements HttpHost, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JettyHost.class.getName());

    private final Server server;
    private final ServerConnector connector;
    private final ContextHandlerCollection contexts = new ContextHandlerCollection(true);
    private final Set<String> paths = new HashSet<>();
    private final GracefulHandler graceful;
    private final String host;
    private final JsonErrors errors = new JsonErrors();

    private JettyHost(ServerSettings settings, String host, Supplier<String> whyNotReady) {
        this.host = host;
        // Few platform threads are needed: they only watch sockets.
        final QueuedThreadPool threads = new QueuedThreadPool(64, 4);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        this.server = new Server(threads);
        final HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(settings.requestHeaderBytesMax());
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.setErrorHandler(errors);
        final SizeLimitHandler limits = new SizeLimitHandler(settings.requestBodyBytesMax(), -1);
        limits.setHandler(new Handler.Sequence(contexts, new Fallback(whyNotReady)));
        this.graceful = new GracefulHandler(limits);
        server.setHandler(graceful);
    }

    /**
     * Opens the port.
     *
     * @param whyNotReady a sentence that is answered, with 503, where no context answers; blank
     *     once the server is ready
     * @throws LokiVectorException if the port cannot be had; the message names it
     */
    public static JettyHost open(
            ServerSettings settings, String host, Supplier<String> whyNotReady) {
        final JettyHost jetty = new JettyHost(settings, host, whyNotReady);
        try {
            jetty.server.start();
            return jetty;
        } catch (Exception e) {
            jetty.close();
            throw new LokiVectorException(
                    ErrorCode.UNAVAILABLE, whyNot(e, host, settings.port()), e);
        }
    }

    private static String whyNot(Exception failure, String host, int port) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "port "
                        + port
                        + " on "
                        + host
                        + " cannot be used ("
                        + cause.getMessage()
                        + "): stop whoever uses it, or choose another with --port";
            }
            if (cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException) {
                return "this machine has no address named " + host + "; see server.host";
            }
        }
        return "port " + port + " on " + host + " cannot be opened: " + failure.getMessage();
    }

    @Override
    public synchronized Mount mount(WebContext context) {
        final String path = normal(context.path());
        if (!paths.add(path)) {
            throw new IllegalStateException("something is mounted at " + path + " already");
        }
        final ServletContextHandler handler =
                new ServletContextHandler(path, ServletContextHandler.NO_SESSIONS);
        handler.setClassLoader(context.classLoader());
        handler.setErrorHandler(errors);
        handler.addServletContainerInitializer(
                (classes, servletContext) -> context.onStartup(servletContext));
        contexts.addHandler(handler);
        try {
            handler.start();
        } catch (Exception e) {
            remove(path, handler);
            throw new LokiVectorException(
                    ErrorCode.UNAVAILABLE, "nothing could be mounted at " + path, e);
        }
        return () -> remove(path, handler);
    }

    private static String normal(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with /, not " + path);
        }
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }

    private synchronized void remove(String path, ServletContextHandler handler) {
        if (!contexts.getHandlers().contains(handler)) {
            return;
        }
        contexts.removeHandler(handler);
        paths.remove(path);
        try {
            handler.stop();
        } catch (Exception e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "What was mounted at " + path + " did not stop",
                    e);
        }
        handler.destroy();
    }

    @Override
    public String address() {
        final boolean isEverywhere = host.equals("0.0.0.0") || host.equals("::");
        final String shown = isEverywhere ? "localhost" : host;
        return "http://"
                + (shown.contains(":") ? "[" + shown + "]" : shown)
                + ":"
                + connector.getLocalPort();
    }

    /**
     * Takes no new requests, and waits for those under way.
     *
     * @return whether all were answered within {@code atMost}
     */
    public boolean drain(Duration atMost) {
        final CompletableFuture<Void> drained = graceful.shutdown();
        connector.shutdown();
        try {
            drained.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} requests were not answered within {1} s and are cut off",
                    graceful.getCurrentRequestCount(),
                    atMost.toSeconds());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Closes the port; idempotent. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "The HTTP port did not close", e);
        }
        server.destroy();
    }
}
