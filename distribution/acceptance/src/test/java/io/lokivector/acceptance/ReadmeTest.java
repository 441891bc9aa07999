package io.lokivector.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the README, in its order, as a newcomer would type it. */
class ReadmeTest {
    private static final Pattern KEY = Pattern.compile("lvk_[A-Za-z0-9]+");

    @TempDir private Path folder;

    @Test
    void theTwoCommandsComeFirst() throws IOException {
        final String first = blocks().getFirst().text();
        assertTrue(first.contains("./lokivector start"), first);
        assertTrue(first.contains("./lokivector test"), first);
    }

    @Test
    void theTourRunsAsWritten() throws Exception {
        final List<Markdown.Block> tour = blocks().subList(1, blocks().size());
        final int port = Server.freePort();
        final Path checkout = checkoutThatIsBuilt();
        final Path serverOutput = folder.resolve("server.txt");
        final Process server =
                shell(checkout, port, tour.getFirst().text())
                        .redirectOutput(serverOutput.toFile())
                        .start();
        try {
            assertTrue(
                    tour.getFirst().info().equals("bash server"),
                    "the tour starts with the server");
            final String key = awaitKey(serverOutput, server);
            final StringBuilder commands = new StringBuilder();
            for (final Markdown.Block block : tour.subList(1, tour.size())) {
                commands.append(block.text());
            }
            final String script =
                    "shopt -s expand_aliases\nset -e\n"
                            + commands.toString()
                                    .replace("lvk_...", key)
                                    .replace("localhost:4000", "localhost:" + port);
            final Path output = folder.resolve("tour.txt");
            final Process tourist =
                    shell(checkout, port, script).redirectOutput(output.toFile()).start();
            assertTrue(tourist.waitFor(5, TimeUnit.MINUTES), "the tour takes too long");
            final String said = Files.readString(output);
            assertEquals(0, tourist.exitValue(), said);
            assertFalse(said.contains("\"error\""), said);
            assertTrue(said.contains("banana"), said);
            assertTrue(said.contains("$distance"), said);
            assertTrue(said.contains("harbor"), said);
            assertTrue(said.contains("honey"), said);
            assertTrue(said.contains("storage-rocksdb"), said);
        } finally {
            // The shell ends before the server it started, which still writes into the folder.
            final List<ProcessHandle> started = server.descendants().toList();
            started.forEach(ProcessHandle::destroy);
            server.destroy();
            for (final ProcessHandle process : started) {
                process.onExit().get(40, TimeUnit.SECONDS);
            }
        }
    }

    private static List<Markdown.Block> blocks() throws IOException {
        return Markdown.blocks("README.md", "bash");
    }

    /** A folder in which the script finds its distribution built, and nothing newer. */
    private Path checkoutThatIsBuilt() throws IOException {
        final Path checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.copy(
                Checkout.root().resolve("lokivector"),
                checkout.resolve("lokivector"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        final Path scripts = checkout.resolve("distribution/standard/src/main/bin");
        Files.createDirectories(scripts);
        Files.copy(
                Checkout.distribution().resolve("bin/find-java.sh"),
                scripts.resolve("find-java.sh"));
        final Path target = checkout.resolve("distribution/standard/target");
        Checkout.install(target.resolve("lokivector-1.0.0"));
        Files.writeString(target.resolve("built.stamp"), "");
        Files.setLastModifiedTime(
                target.resolve("built.stamp"),
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(3600)));
        return checkout;
    }

    private static ProcessBuilder shell(Path checkout, int port, String commands)
            throws IOException {
        final Path script = Files.createTempFile(checkout.getParent(), "commands", ".sh");
        Files.writeString(script, commands, StandardCharsets.UTF_8);
        final ProcessBuilder builder =
                new ProcessBuilder("bash", script.toString())
                        .directory(checkout.toFile())
                        .redirectErrorStream(true);
        builder.environment().put("PORT", String.valueOf(port));
        builder.environment().put("LOKIVECTOR_URL", "http://localhost:" + port);
        builder.environment().remove("LOKIVECTOR_ADMIN_KEY");
        return builder;
    }

    private static String awaitKey(Path output, Process server) throws IOException {
        for (int i = 0; i < 600; i++) {
            final String said = Files.readString(output);
            final Matcher key = KEY.matcher(said);
            if (said.contains("ready") && key.find()) {
                return key.group();
            }
            assertTrue(server.isAlive(), said);
            Server.pause(100);
        }
        throw new AssertionError("no key was printed:\n" + Files.readString(output));
    }
}
