package io.lokivector.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server that a command started for itself, and stops. */
final class OwnServer implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final int KEY_BYTES = 32;

    private final Process process;
    private final Path folder;
    private final Server server;
    private final Thread stopAtExit;

    private OwnServer(Process process, Path folder, Server server) {
        this.process = process;
        this.folder = folder;
        this.server = server;
        this.stopAtExit = Thread.ofPlatform().name("stop-server").unstarted(process::destroy);
        Runtime.getRuntime().addShutdownHook(stopAtExit);
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param data its folder; a new one among the temporary files otherwise
     * @throws Failure if it does not become ready
     */
    static OwnServer start(Installation installation, URI url, Optional<Path> data) {
        if (!String.valueOf(url.getHost()).matches("localhost|127\\.0\\.0\\.1|\\[::1]")) {
            throw new Failure(
                    Failure.Kind.UNREACHABLE,
                    "no server answers at " + url + ", and it is not this machine");
        }
        final byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        final String key = "lvk_" + HexFormat.of().formatHex(random);
        try {
            final Path folder =
                    data.isPresent()
                            ? Files.createDirectories(data.get())
                            : Files.createTempDirectory("lokivector-demo-");
            final Process process =
                    installation
                            .script(
                                    List.of(
                                            "start",
                                            "--host",
                                            "127.0.0.1",
                                            "--port",
                                            Integer.toString(
                                                    url.getPort() < 0 ? 80 : url.getPort()),
                                            "--data-dir",
                                            folder.resolve("data").toString()),
                                    // The key is not an argument: those are for all to see.
                                    Map.of("LOKIVECTOR_ADMIN_KEY", key))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("server.log").toFile())
                            .start();
            final OwnServer own = new OwnServer(process, folder, new Server(url, key));
            own.awaitReady();
            return own;
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.FAILED, "a server could not be started: " + e.getMessage());
        }
    }

    private void awaitReady() {
        final long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new Failure(Failure.Kind.FAILED, "the server did not start: " + lastWords());
            }
            pause();
        }
    }

    private String lastWords() {
        final Path log = folder.resolve("server.log");
        try {
            final List<String> lines = Files.readAllLines(log);
            return lines.isEmpty() ? "it said nothing" : lines.getLast() + " (" + log + ")";
        } catch (IOException _) {
            return "see " + log;
        }
    }

    private boolean isReady() {
        try {
            server.get("/health/ready");
            return true;
        } catch (Failure _) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(200));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.FAILED, "interrupted");
        }
    }

    Server server() {
        return server;
    }

    Path folder() {
        return folder;
    }

    /** Stops it and waits for its end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException _) {
            // This process is ending itself, and the hook has run.
        }
    }
}
