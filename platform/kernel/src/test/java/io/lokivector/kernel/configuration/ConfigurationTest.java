package io.lokivector.kernel.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.security.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who wins, what is refused, and who said what. */
class ConfigurationTest {
    @TempDir Path home;

    private Configuration read(String yaml, Map<String, String> environment, String... arguments)
            throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve(Configuration.FILE), yaml);
        return Configuration.read(home, CommandLine.parse(arguments), environment);
    }

    private String refusal(String yaml, Map<String, String> environment, String... arguments) {
        return assertThrows(LokiVectorException.class, () -> read(yaml, environment, arguments))
                .problem();
    }

    private static String lineOf(Configuration configuration, String key) {
        return configuration.describe().stream()
                .filter(line -> line.startsWith(key + " = "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentOverTheFileOverTheDefault() throws IOException {
        assertEquals(4000, read("", Map.of()).kernel().server().port());
        final String yaml = "server:\n  port: 4001\n";
        assertEquals(4001, read(yaml, Map.of()).kernel().server().port());
        assertEquals(4002, read(yaml, Map.of("PORT", "4002")).kernel().server().port());
        assertEquals(
                4003, read(yaml, Map.of("PORT", "4002"), "-p", "4003").kernel().server().port());
        assertEquals(
                4004, read(yaml, Map.of(), "--set", "server.port=4004").kernel().server().port());
    }

    @Test
    void everyValueKnowsWhereItCameFrom() throws IOException {
        final Configuration configuration =
                read(
                        "storage:\n  type: memory\n",
                        Map.of("LOG_LEVEL", "debug"),
                        "--data-dir=elsewhere");
        assertEquals("server.port = 4000   # default", lineOf(configuration, "server.port"));
        assertEquals(
                "storage.type = memory   # config/lokivector.yaml",
                lineOf(configuration, "storage.type"));
        assertEquals(
                "log.level = debug   # environment variable LOG_LEVEL",
                lineOf(configuration, "log.level"));
        assertEquals(
                "data-directory = elsewhere   # command line",
                lineOf(configuration, "data-directory"));
    }

    @Test
    void secretsAreNotShown() throws IOException {
        final Configuration configuration =
                read(
                        "authenticators:\n  oidc:\n    client-secret: hush\n",
                        Map.of("LOKIVECTOR_ADMIN_KEY", "lvk_hush"));
        assertEquals(Secret.of("lvk_hush"), configuration.kernel().adminKey().orElseThrow());
        assertFalse(String.join("\n", configuration.describe()).contains("hush"));
        assertFalse(configuration.kernel().toString().contains("hush"));
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() {
        assertTrue(
                refusal("server:\n  prot: 1\n", Map.of())
                        .contains("unknown key 'server.prot'; did you mean 'port'?"));
        assertTrue(
                refusal("sevrer:\n  port: 1\n", Map.of())
                        .contains("unknown key 'sevrer'; did you mean 'server'?"));
        assertTrue(
                refusal("", Map.of(), "--set", "server.porrt=1")
                        .contains("unknown key 'server.porrt'"));
        assertTrue(
                refusal("transports:\n  rest: true\n", Map.of())
                        .contains("unknown key 'transports.rest'"));
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        final String problem =
                refusal(
                        "server:\n  port: 70000\n  idle-timeout: soon\nlog:\n  level: loud\n",
                        Map.of());
        assertTrue(problem.contains("server.port must be from 0 to 65535"), problem);
        assertTrue(problem.contains("server.idleTimeout must be a duration"), problem);
        assertTrue(problem.contains("log.level must be one of"), problem);
    }

    @Test
    void aFileThatIsNoYamlIsRefusedWithItsLine() {
        final String problem = refusal("server:\n  port: [1\n", Map.of());
        assertTrue(problem.contains("is no valid YAML"), problem);
        assertTrue(problem.contains("line 3"), problem);
    }

    @Test
    void aNamedFileMustBeThere() {
        assertTrue(refusal("", Map.of(), "--config", "nowhere.yaml").contains("cannot be read"));
    }

    @Test
    void anyKeyCanComeFromTheEnvironment() throws IOException {
        final Configuration configuration =
                read(
                        "",
                        Map.of(
                                "LOKIVECTOR_SERVER_IDLE_TIMEOUT", "5s",
                                "LOKIVECTOR_STORAGE_TYPE", "memory",
                                "LOKIVECTOR_STORAGE__FILE__SEGMENT_BYTES", "1MiB",
                                "API_KEYS_ENABLED", "false",
                                "RATE_LIMIT_ENABLED", "false",
                                "TCP_PORT", "5001"));
        assertEquals(5, configuration.kernel().server().idleTimeout().toSeconds());
        assertEquals("memory", configuration.kernel().storage().type());
        assertEquals(Map.of("segment-bytes", "1MiB"), configuration.component("storage", "file"));
        assertFalse(configuration.kernel().gateway().authenticationEnabled());
        assertFalse(configuration.kernel().gateway().rateLimitEnabled());
        assertEquals(Map.of("port", "5001"), configuration.component("transports", "tcp"));
    }

    @Test
    void variablesOfOthersDoNoHarm() throws IOException {
        final Configuration configuration =
                read(
                        "",
                        Map.of(
                                "LOKIVECTOR_SERVER_PORT", "tcp://10.0.0.1:4000",
                                "LOKIVECTOR_WHATEVER", "x",
                                "PORT", ""));
        assertEquals(4000, configuration.kernel().server().port());
        assertEquals(1, configuration.warnings().size());
    }

    @Test
    void aComponentsSettingsAreReadByItsOwnRecord() throws IOException {
        final Configuration configuration =
                read("storage:\n  type: file\n  file:\n    segment-bytes: 2MiB\n", Map.of());
        assertEquals(Map.of("segment-bytes", "2MiB"), configuration.component("storage", "file"));
        assertEquals("file", configuration.kernel().storage().type());
    }

    @Test
    void withoutAuthenticationOnlyTheLoopbackIsListenedOn() throws IOException {
        assertEquals("0.0.0.0", read("", Map.of()).host());
        final Map<String, String> open = Map.of("API_KEYS_ENABLED", "false");
        assertEquals("127.0.0.1", read("", open).host());
        assertEquals("0.0.0.0", read("server:\n  allow-open-access: true\n", open).host());
        final Configuration daring = read("", open, "--host", "0.0.0.0");
        assertTrue(
                assertThrows(LokiVectorException.class, daring::host)
                        .problem()
                        .contains("server.allow-open-access"));
    }

    @Test
    void argumentsThatMakeNoSenseAreNamed() {
        assertEquals(
                "unknown argument '--prot'; did you mean '--port'?",
                refusal("", Map.of(), "--prot", "1"));
        assertEquals("-p needs a value", refusal("", Map.of(), "-p"));
        assertTrue(refusal("", Map.of(), "--set", "port").contains("key=value"));
    }

    @Test
    void theDocumentedFileIsTheOneThatTheRecordsDescribe() throws IOException {
        final String expected = ConfigurationFile.text();
        final Path written = Files.writeString(Path.of("target", "lokivector.yaml"), expected);
        assertEquals(
                expected,
                Files.readString(repository().resolve(Configuration.FILE)),
                "copy platform/kernel/" + written + " over " + Configuration.FILE);
    }

    @Test
    void theDocumentedFileChangesNothingWithOrWithoutItsDefaults() throws IOException {
        final String text = ConfigurationFile.text();
        final Configuration plain = read("", Map.of());
        assertEquals(plain.kernel(), read(text, Map.of()).kernel());
        final String withDefaults = text.replaceAll("(?m)^(\\s*)#(?=[a-z])", "$1");
        final Configuration given = read(withDefaults, Map.of());
        assertEquals(plain.kernel(), given.kernel());
        assertEquals("server.port = 4000   # config/lokivector.yaml", lineOf(given, "server.port"));
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("config/build"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
