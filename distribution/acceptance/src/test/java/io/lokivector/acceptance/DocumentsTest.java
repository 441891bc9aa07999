package io.lokivector.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/DOCUMENTS.md, run against a server of the distribution. */
class DocumentsTest {
    @TempDir private Path folder;

    @Test
    void theTourRunsAsWritten() throws Exception {
        final String commands =
                Markdown.blocks("docs/DOCUMENTS.md", "bash").stream()
                        .map(Markdown.Block::text)
                        .collect(Collectors.joining());
        final Path home = Checkout.install(folder.resolve("home"));
        final int port = Server.freePort();
        try (Server _ = Server.start(home, folder.resolve("data"), port, Map.of())) {
            final Path output = folder.resolve("output.txt");
            final ProcessBuilder shell =
                    new ProcessBuilder("bash", "-euc", commands)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            shell.environment().put("LOKIVECTOR_URL", "http://localhost:" + port);
            shell.environment().put("LOKIVECTOR_API_KEY", Server.ADMIN_KEY);
            final Process process = shell.start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the tour takes too long");
            final String said = Files.readString(output);
            assertEquals(0, process.exitValue(), said);
            assertFalse(said.contains("\"error\""), said);
            for (final String expected :
                    List.of(
                            "\"index\":\"city,price\"",
                            "\"inserted\":1",
                            "\"effect\":\"removed\"",
                            "\"name\":\"dear\"",
                            "{\"count\":1}",
                            "\"right\":{\"id\":1,\"name\":\"Ann\"",
                            "{\"_id\":\"Rome\",\"total\":45}",
                            "[\"Oslo\",\"Rome\"]",
                            "\"median\":",
                            "event: change",
                            "\"ttl\":86400000",
                            "\"capacity\":500")) {
                assertTrue(said.contains(expected), () -> expected + " is not in\n" + said);
            }
        }
    }
}
