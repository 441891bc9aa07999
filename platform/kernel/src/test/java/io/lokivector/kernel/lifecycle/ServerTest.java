package io.lokivector.kernel.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.kernel.TestJar;
import io.lokivector.kernel.configuration.CommandLine;
import io.lokivector.kernel.configuration.Configuration;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server with real modules and plugins, and an engine that does nothing. */
class ServerTest {
    @TempDir Path home;
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Server> started = new ArrayList<>();

    private Server start(String... settings) throws IOException {
        Files.createDirectories(home.resolve("modules"));
        Files.createDirectories(home.resolve("plugins"));
        final List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-p",
                                "0",
                                "--host",
                                "127.0.0.1",
                                "-d",
                                home.resolve("data").toString(),
                                "--set",
                                "storage.type=test",
                                "--set",
                                "gateway.authentication-enabled=false",
                                "--set",
                                "extensions.scan-interval=50ms"));
        arguments.addAll(List.of(settings));
        final Configuration configuration =
                Configuration.read(
                        home, CommandLine.parse(arguments.toArray(String[]::new)), Map.of());
        final Server server =
                Server.start(
                        configuration,
                        "1.0.0",
                        (c, storage, registry, context) -> new MemoryEngine(events),
                        InstantSource.system(),
                        key -> events.add("admin key"));
        started.add(server);
        return server;
    }

    @AfterEach
    void stop() {
        started.forEach(Server::close);
    }

    private static TestJar storage() {
        return TestJar.bundle("test.storage", "1.0.0")
                .entry(
                        "META-INF/services/io.lokivector.spi.storage.StorageEngineFactory",
                        "test.Storage")
                .source(
                        "test.Storage",
                        """
                        package test;
                        import io.lokivector.spi.extension.ExtensionContext;
                        import io.lokivector.spi.schema.Property;
                        import io.lokivector.spi.storage.*;
                        public final class Storage
                                implements StorageEngineFactory<Storage.Config>, StorageEngine {
                            public record Config(
                                    @Property(description = "x", defaultValue = "1") int size) {}
                            public String type() { return "test"; }
                            public Class<Config> configType() { return Config.class; }
                            public StorageEngine create(Config config, ExtensionContext context) {
                                context.meters().gauge("test.size", "x", () -> config.size());
                                return this;
                            }
                            public Commit apply(WriteBatch batch, Durability durability) {
                                throw new IllegalStateException();
                            }
                            public Snapshot snapshot() { throw new IllegalStateException(); }
                            public long sizeBytes() { return 0; }
                            public void close() {}
                        }
                        """);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertTrue(condition.getAsBoolean());
    }

    private static int status(Server server, String path) throws IOException {
        final HttpURLConnection connection =
                (HttpURLConnection) URI.create(server.address() + path).toURL().openConnection();
        return connection.getResponseCode();
    }

    @Test
    void aServerIsReadyOnceItsStorageIsOpenAndClosesInOrder() throws IOException {
        Files.createDirectories(home.resolve("modules"));
        storage().write(home.resolve("modules/storage.jar"));
        final Server server = start();
        assertEquals("", server.whyNotReady());
        assertEquals(404, status(server, "/nothing"));
        assertEquals(200, status(server, "/health/live"));
        server.close();
        server.close();
        assertEquals(List.of("engine opened", "engine closed"), events);
    }

    @Test
    void untilTheTransportsAreThereThePortSaysThatTheServerIsStarting() throws IOException {
        Files.createDirectories(home.resolve("modules"));
        storage().write(home.resolve("modules/storage.jar"));
        TestJar.bundle("test.transport", "1.0.0")
                .entry(
                        "META-INF/services/io.lokivector.spi.transport.TransportFactory",
                        "test.Asking")
                .source(
                        "test.Asking",
                        """
                        package test;
                        import io.lokivector.http.HttpHost;
                        import io.lokivector.spi.transport.*;
                        import java.net.*;
                        import java.time.Duration;
                        public final class Asking implements TransportFactory<Asking.Config> {
                            public record Config() {}
                            public String type() { return "asking"; }
                            public Class<Config> configType() { return Config.class; }
                            public Transport create(Config config, TransportContext context) {
                                HttpHost port = context.facility(HttpHost.class).orElseThrow();
                                return new Transport() {
                                    public TransportBinding start(RequestHandler requests) {
                                        int status = statusOf(port.address() + "/collections/a");
                                        return new TransportBinding() {
                                            public String address() { return "got " + status; }
                                            public boolean drain(Duration atMost) { return true; }
                                        };
                                    }
                                    public void close() {}
                                };
                            }
                            private static int statusOf(String url) {
                                try {
                                    URLConnection asked = URI.create(url).toURL().openConnection();
                                    return ((HttpURLConnection) asked).getResponseCode();
                                } catch (java.io.IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            }
                        }
                        """)
                .write(home.resolve("modules/transport.jar"));
        final Server server = start();
        assertEquals("got 503", server.addresses().get("asking"));
        assertEquals(404, status(server, "/collections/a"));
    }

    @Test
    void aStorageThatIsMissingIsNamedAndOpenedOnceItIsDroppedIn() throws Exception {
        final Server server = start();
        assertTrue(
                server.whyNotReady().startsWith("no storage engine of type 'test' is installed"),
                server.whyNotReady());
        assertEquals(503, status(server, "/anything"));

        storage().write(home.resolve("modules/storage.jar"));
        await(() -> server.whyNotReady().isEmpty());
        final ExtensionInfo info = server.extensions().getFirst();
        assertEquals(List.of("storage-engine:test"), info.provides());

        Files.delete(home.resolve("modules/storage.jar"));
        await(() -> server.whyNotReady().contains("was taken away"));
        assertEquals(List.of("engine opened", "engine closed"), events);

        storage().write(home.resolve("modules/storage.jar"));
        await(() -> server.whyNotReady().isEmpty());
    }

    @Test
    void aSecondServerOnTheSameDataIsRefusedAndTheFirstGoesOn() throws IOException {
        final Server first = start();
        final LokiVectorException refused = assertThrows(LokiVectorException.class, () -> start());
        assertTrue(refused.problem().contains("data directory"), refused.problem());
        assertEquals(200, status(first, "/health/live"));
        first.close();
        assertFalse(start().whyNotReady().isEmpty());
    }

    @Test
    void aComponentsWrongSettingStopsTheStartAndLeavesNothingBehind() throws IOException {
        Files.createDirectories(home.resolve("modules"));
        storage().write(home.resolve("modules/storage.jar"));
        final LokiVectorException refused =
                assertThrows(
                        LokiVectorException.class, () -> start("--set", "storage.test.siez=2"));
        assertEquals("unknown key 'storage.test.siez'; did you mean 'size'?", refused.problem());
        assertEquals("", start("--set", "storage.test.size=2").whyNotReady());
    }

    @Test
    void aSwitchThatIsNeitherOnNorOffStopsTheStart() throws IOException {
        Files.createDirectories(home.resolve("modules"));
        storage().write(home.resolve("modules/storage.jar"));
        final LokiVectorException refused =
                assertThrows(
                        LokiVectorException.class,
                        () -> start("--set", "transports.rest.enabled=yes"));
        assertEquals("transports.rest.enabled must be true or false, not 'yes'", refused.problem());
    }

    @Test
    void brokenFilesAreListedBesideTheRest() throws Exception {
        final Server server = start();
        Files.writeString(home.resolve("plugins/broken.jar"), "nothing");
        Files.writeString(home.resolve("modules/broken.jar"), "nothing");
        await(() -> server.extensions().size() == 2);
        assertEquals(
                List.of("module", "plugin"),
                server.extensions().stream().map(ExtensionInfo::origin).toList());
        assertEquals(200, status(server, "/health/live"));
    }
}
