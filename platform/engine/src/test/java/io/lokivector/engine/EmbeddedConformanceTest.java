package io.lokivector.engine;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.tck.conformance.ConformanceTck;
import io.lokivector.tck.conformance.ReplayedDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The recorded behaviour of the original, straight in an engine. */
class EmbeddedConformanceTest extends ConformanceTck {
    @TempDir private static Path directory;

    private static Embedded database;

    @BeforeAll
    static void open() {
        database = new Embedded();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    protected ReplayedDatabase database() {
        return database;
    }

    /** A database in a directory. */
    private static final class Embedded implements ReplayedDatabase {
        private LokiVector engine = openEngine();

        private static LokiVector openEngine() {
            return LokiVector.open(
                    directory, EngineConfig.schema().bind(Map.of("durability", "none"), "engine"));
        }

        @Override
        public RequestHandler handler() {
            return new EngineHandler(engine);
        }

        @Override
        public void reopen() {
            engine.close();
            engine = openEngine();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
