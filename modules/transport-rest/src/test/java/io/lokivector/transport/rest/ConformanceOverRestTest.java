package io.lokivector.transport.rest;

import io.lokivector.engine.LokiVector;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.tck.conformance.ConformanceTck;
import io.lokivector.tck.conformance.ReplayedDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The recorded behaviour of the original, through HTTP. */
class ConformanceOverRestTest extends ConformanceTck {
    @TempDir private static Path directory;

    private static Served database;

    @BeforeAll
    static void open() {
        database = new Served();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    protected ReplayedDatabase database() {
        return database;
    }

    /** A database in a directory, and a server before it. */
    private static final class Served implements ReplayedDatabase {
        private LokiVector engine;
        private RestServer server;
        private RestClient client;

        Served() {
            start();
        }

        private void start() {
            engine =
                    LokiVector.open(
                            directory,
                            EngineConfig.schema().bind(Map.of("durability", "none"), "engine"));
            try {
                server = new RestServer(new RestConfig("/", true, 64L << 20, 256));
            } catch (Exception e) {
                throw new IllegalStateException("the server does not start", e);
            }
            server.script(request -> EngineOverRestTest.execute(engine, request));
            client = new RestClient(server.address(), server.http);
        }

        @Override
        public RequestHandler handler() {
            return client;
        }

        @Override
        public void reopen() {
            close();
            start();
        }

        @Override
        public void close() {
            server.close();
            engine.close();
        }
    }
}
