package io.lokivector.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten ways to break a plugin, all at once, in a running server. */
class BrokenPluginsTest {
    private static final String FACTORY =
            """
            package broken;
            import io.lokivector.spi.extension.*;
            import io.lokivector.spi.limit.*;
            public class Factory implements RateLimiterFactory<Factory.Config> {
                public record Config() {}
                public Factory() { %s }
                public String type() { return "%s"; }
                public Class<Config> configType() { return Config.class; }
                public RateLimiter create(Config config, ExtensionContext context) { return null; }
            }
            """;
    private static final String PLUGIN =
            """
            package broken;
            public class Start extends org.pf4j.Plugin {
                @Override public void start() { throw new IllegalStateException("the moon is not full"); }
            }
            """;
    private static final String SERVICES =
            "META-INF/services/io.lokivector.spi.limit.RateLimiterFactory";

    @TempDir private Path folder;
    private int scratch;

    @Test
    void eachBrokenPluginIsListedWithItsReasonAndTheServerGoesOn() throws Exception {
        final Path home = Checkout.install(folder.resolve("home"));
        final Path broken = Files.createDirectories(folder.resolve("broken"));
        final Map<String, String> expected = makeBrokenPlugins(broken);
        try (Server server = Server.start(home, folder.resolve("data"))) {
            final Rest rest = server.rest();
            try (Stream<Path> files = Files.list(broken)) {
                for (final Path file : (Iterable<Path>) files::iterator) {
                    Files.copy(
                            file, home.resolve("plugins").resolve(file.getFileName().toString()));
                }
            }
            good("good", "1.0.0").writeTo(home.resolve("plugins/good.jar"));
            final Map<String, JsonNode> byFile = new HashMap<>();
            PluginDropTest.eventually(
                    "all are listed",
                    () -> {
                        for (final JsonNode extension : rest.get("/api/plugins").expect(200)) {
                            byFile.put(extension.get("file").asText(), extension);
                        }
                        return byFile.keySet().containsAll(expected.keySet())
                                && byFile.containsKey("good.jar");
                    });
            final Set<String> reasons = new HashSet<>();
            expected.forEach((file, part) -> {
                final String reason = byFile.get(file).get("reason").asText();
                assertTrue(
                        reason.toLowerCase(java.util.Locale.ROOT).contains(part),
                        file + " says: " + reason);
                assertFalse(reason.contains("\n"), file + " says: " + reason);
                assertTrue(reasons.add(reason), file + " has another's reason: " + reason);
            });
            assertEquals("active", state(byFile.get("good.jar")));
            assertEquals(
                    "active",
                    state(PluginDropTest.extension(rest, "embedding-minilm").orElseThrow()));
            rest.post("/collections", "{\"name\":\"c\"}").expect(201);
            rest.post("/collections/c/insert", "{\"a\":1}").expect(200);
            assertEquals(0, server.stop());
        }
    }

    private static String state(JsonNode extension) {
        return extension.get("state").asText().toLowerCase(java.util.Locale.ROOT);
    }

    /** Gives, by file, what the reason must speak of. */
    private Map<String, String> makeBrokenPlugins(Path broken) throws IOException {
        Files.writeString(broken.resolve("garbage.jar"), "this is no jar");
        good("", "1.0.0").writeTo(broken.resolve("no-id.jar"));
        good("twin", "1.0.0").writeTo(broken.resolve("twin-a.jar"));
        good("twin", "1.0.0").writeTo(broken.resolve("twin-b.jar"));
        good("future", "1.0.0")
                .manifest("Plugin-Requires", ">=7.0.0")
                .writeTo(broken.resolve("wrong-range.jar"));
        good("missing-class", "1.0.0")
                .entry(SERVICES, "broken.Nowhere")
                .writeTo(broken.resolve("missing-class.jar"));
        good("lonely", "1.0.0")
                .manifest("Plugin-Dependencies", "absent-friend")
                .writeTo(broken.resolve("missing-dependency.jar"));
        good("bad-start", "1.0.0")
                .manifest("Plugin-Class", "broken.Start")
                .source(scratch(), "broken.Start", PLUGIN)
                .writeTo(broken.resolve("bad-start.jar"));
        PluginJar.of("bad-constructor", "1.0.0")
                .source(
                        scratch(),
                        "broken.Factory",
                        FACTORY.formatted(
                                "if (true) throw new IllegalStateException(\"no socks\");", "x"))
                .entry(SERVICES, "broken.Factory")
                .writeTo(broken.resolve("bad-constructor.jar"));
        good("chicken", "1.0.0")
                .manifest("Plugin-Dependencies", "egg")
                .writeTo(broken.resolve("chicken.jar"));
        good("egg", "1.0.0")
                .manifest("Plugin-Dependencies", "chicken")
                .writeTo(broken.resolve("egg.jar"));
        try (OutputStream huge = Files.newOutputStream(broken.resolve("huge.jar"))) {
            final byte[] block = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                huge.write(block);
            }
        }
        final Map<String, String> expected = new HashMap<>();
        expected.put("garbage.jar", "14 bytes are not a jar");
        expected.put("no-id.jar", "id");
        expected.put("twin-b.jar", "twin");
        expected.put("wrong-range.jar", ">=7.0.0");
        expected.put("missing-class.jar", "broken.nowhere");
        expected.put("missing-dependency.jar", "absent-friend");
        expected.put("bad-start.jar", "the moon is not full");
        expected.put("bad-constructor.jar", "no socks");
        expected.put("chicken.jar", "egg");
        expected.put("egg.jar", "chicken");
        expected.put("huge.jar", "209715200 bytes");
        return expected;
    }

    private PluginJar good(String id, String version) throws IOException {
        return PluginJar.of(id, version)
                .manifest("Plugin-Id", id)
                .source(scratch(), "broken.Factory", FACTORY.formatted("", "type-" + scratch))
                .entry(SERVICES, "broken.Factory");
    }

    private Path scratch() throws IOException {
        return Files.createDirectories(folder.resolve("scratch-" + scratch++));
    }
}
