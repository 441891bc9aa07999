package io.lokivector.engine;

import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.tck.engine.EngineTck;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The engine's suite, straight into a database on disk. */
class EmbeddedEngineTest extends EngineTck {
    @TempDir private static Path directory;

    private static LokiVector database;

    @BeforeAll
    static void open() {
        database = LokiVector.open(directory);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    protected RequestHandler handler() {
        return new EngineHandler(database);
    }
}
