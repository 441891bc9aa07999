package io.lokivector.transport.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.schema.SchemaException;
import io.lokivector.spi.transport.TransportContext;
import io.lokivector.spi.transport.TransportFactory;
import io.lokivector.tck.TestContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestTransportFactoryTest {
    private static final RecordSchema<RestConfig> SCHEMA = RecordSchema.of(RestConfig.class);

    @TempDir private Path directory;

    /** A server without an HTTP port. */
    private record Portless(ExtensionContext context) implements TransportContext {
        @Override
        public <T> Optional<T> facility(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public InstantSource clock() {
            return context.clock();
        }

        @Override
        public RandomGenerator random() {
            return context.random();
        }

        @Override
        public DataFiles files() {
            return context.files();
        }

        @Override
        public ScheduledExecutorService executor() {
            return context.executor();
        }

        @Override
        public Meters meters() {
            return context.meters();
        }
    }

    @Test
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    void isFoundByTheServiceLoader() {
        assertTrue(
                ServiceLoader.load(TransportFactory.class).stream()
                        .anyMatch(provider -> provider.type().equals(RestTransportFactory.class)));
        assertEquals("rest", new RestTransportFactory().type());
    }

    @Test
    void hasDefaults() {
        assertEquals(new RestConfig("/", true, 64L << 20, 256), SCHEMA.defaults());
    }

    @Test
    void aPathHasASlashBeforeAndNoneAfter() {
        assertEquals("/api/v1", SCHEMA.bind(Map.of("path", "/api/v1"), "").path());
        for (final String bad : new String[] {"api", "/api/", ""}) {
            assertThrows(SchemaException.class, () -> SCHEMA.bind(Map.of("path", bad), ""), bad);
        }
    }

    @Test
    void aServerWithoutAPortIsToldSo() throws Exception {
        try (TestContext context = new TestContext(DiskFiles.at(directory))) {
            final LokiVectorException refused =
                    assertThrows(
                            LokiVectorException.class,
                            () ->
                                    new RestTransportFactory()
                                            .create(SCHEMA.defaults(), new Portless(context)));
            assertEquals(ErrorCode.UNAVAILABLE, refused.code());
            assertTrue(refused.problem().contains("HTTP port"));
        }
    }
}
