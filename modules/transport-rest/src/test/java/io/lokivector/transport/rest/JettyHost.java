package io.lokivector.transport.rest;

import io.lokivector.http.HttpHost;
import io.lokivector.http.WebContext;
import java.util.Set;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP port for tests: any free port, one Jetty. */
final class JettyHost implements HttpHost, AutoCloseable {
    private final Server server;
    private final ServerConnector connector;
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();

    JettyHost() throws Exception {
        final QueuedThreadPool threads = new QueuedThreadPool(16);
        threads.setVirtualThreadsExecutor(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
        server = new Server(threads);
        connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(contexts);
        server.start();
    }

    @Override
    public Mount mount(WebContext context) {
        final ServletContextHandler handler = new ServletContextHandler(context.path());
        handler.setClassLoader(context.classLoader());
        handler.addServletContainerInitializer(
                (Set<Class<?>> _, jakarta.servlet.ServletContext servlets) ->
                        context.onStartup(servlets));
        contexts.addHandler(handler);
        try {
            handler.start();
        } catch (Exception e) {
            throw new IllegalStateException("could not mount " + context.path(), e);
        }
        return () -> {
            try {
                handler.stop();
            } catch (Exception e) {
                throw new IllegalStateException("could not unmount " + context.path(), e);
            }
            contexts.removeHandler(handler);
        };
    }

    @Override
    public String address() {
        return "http://127.0.0.1:" + connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("could not stop Jetty", e);
        }
    }
}
