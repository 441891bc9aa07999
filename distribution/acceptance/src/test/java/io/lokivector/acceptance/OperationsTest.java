package io.lokivector.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/OPERATIONS.md, run against a server of the distribution. */
class OperationsTest {
    @TempDir private Path folder;

    @Test
    void theCommandsRunAsWritten() throws Exception {
        final String commands =
                Markdown.blocks("docs/OPERATIONS.md", "bash").stream()
                        .map(Markdown.Block::text)
                        .collect(Collectors.joining());
        assertFalse(commands.isBlank(), "the page has commands");
        final Path home = Checkout.install(folder.resolve("home"));
        final int port = Server.freePort();
        try (Server server = Server.start(home, folder.resolve("data"), port, Map.of())) {
            server.rest().post("/collections", "{\"name\":\"fruit\"}").expect(201);
            final Path output = folder.resolve("output.txt");
            final ProcessBuilder shell =
                    new ProcessBuilder("bash", "-euc", commands)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            final Map<String, String> environment = shell.environment();
            environment.put("LOKIVECTOR_URL", "http://localhost:" + port);
            environment.put("LOKIVECTOR_API_KEY", Server.ADMIN_KEY);
            environment.merge(
                    "PATH",
                    home.resolve("bin").toString(),
                    (path, bin) -> bin + File.pathSeparator + path);
            final Process process = shell.start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the commands take too long");
            final String said = Files.readString(output);
            assertEquals(0, process.exitValue(), said);
            assertTrue(said.contains("shop"), said);
            assertTrue(said.contains("lokivector_collections_total"), said);
            assertTrue(said.contains("io.lokivector.storage.file"), said);
        }
    }
}
