package io.lokivector.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server of the distribution in a process of its own. */
final class Server implements AutoCloseable {
    /** The key that every test server is told to accept. */
    static final String ADMIN_KEY = "lvk_acceptance_0123456789abcdef0123456789";

    private static final Duration START_AT_MOST = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> output;
    private final Rest rest;
    private final Duration timeToReady;

    private Server(Process process, List<String> output, Rest rest, Duration timeToReady) {
        this.process = process;
        this.output = output;
        this.rest = rest;
        this.timeToReady = timeToReady;
    }

    /** Starts a server and waits until it is ready. */
    static Server start(Path home, Path data, String... arguments) {
        return start(home, data, freePort(), Map.of(), arguments);
    }

    /** Starts a server on a port, with more in its environment, and waits until it is ready. */
    static Server start(
            Path home, Path data, int port, Map<String, String> environment, String... arguments) {
        return start(200, home, data, port, environment, arguments);
    }

    /** Starts a server that cannot become ready, and waits until it listens. */
    static Server startUnready(Path home, Path data, int port, String... arguments) {
        return start(503, home, data, port, Map.of(), arguments);
    }

    private static Server start(
            int expected,
            Path home,
            Path data,
            int port,
            Map<String, String> environment,
            String... arguments) {
        final Instant began = Instant.now();
        final List<String> output = new CopyOnWriteArrayList<>();
        final Process process = launch(home, data, port, environment, arguments);
        Thread.ofPlatform().daemon().name("server-output").start(() -> collect(process, output));
        final Rest rest =
                new Rest(
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                        "http://127.0.0.1:" + port,
                        ADMIN_KEY);
        while (true) {
            if (rest.readiness() == expected
                    && (expected == 200 || output.toString().contains("not ready"))) {
                final Duration took = Duration.between(began, Instant.now());
                return new Server(process, output, rest, took);
            }
            if (!process.isAlive()
                    || Duration.between(began, Instant.now()).compareTo(START_AT_MOST) > 0) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "the server did not start:\n" + String.join("\n", output));
            }
            pause(20);
        }
    }

    /** Starts a server that is expected to fail, and gives what it printed once it ended. */
    static Failure startExpectingFailure(Path home, Path data, int port, String... arguments) {
        final List<String> output = new CopyOnWriteArrayList<>();
        final Process process = launch(home, data, port, Map.of(), arguments);
        final Thread collector =
                Thread.ofPlatform()
                        .daemon()
                        .name("server-output")
                        .start(() -> collect(process, output));
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "it is still running:\n" + String.join("\n", output));
            }
            collector.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Failure(process.exitValue(), String.join("\n", output));
    }

    /** Starts a server until a line it prints has a text, gives what it printed, and kills it. */
    static String startUntilItSays(String text, Path home, Path data, String... arguments) {
        final List<String> output = new CopyOnWriteArrayList<>();
        final Process process = launch(home, data, freePort(), Map.of(), arguments);
        Thread.ofPlatform().daemon().name("server-output").start(() -> collect(process, output));
        try {
            final Instant deadline = Instant.now().plus(START_AT_MOST);
            while (output.stream().noneMatch(line -> line.contains(text))) {
                if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                    throw new AssertionError(
                            "it did not say '" + text + "':\n" + String.join("\n", output));
                }
                pause(20);
            }
            return String.join("\n", output);
        } finally {
            process.destroyForcibly();
        }
    }

    /** How a server ended that did not start. */
    record Failure(int exitCode, String output) {}

    private static Process launch(
            Path home, Path data, int port, Map<String, String> environment, String... arguments) {
        final List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/lokivector").toString());
        command.add("start");
        command.addAll(List.of("--port", String.valueOf(port), "--data-dir", data.toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LOKIVECTOR_ADMIN_KEY", ADMIN_KEY);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(Process process, List<String> output) {
        try (BufferedReader reader = process.inputReader()) {
            String line = reader.readLine();
            while (line != null) {
                output.add(line);
                line = reader.readLine();
            }
        } catch (IOException e) {
            output.add("(output ended: " + e.getMessage() + ")");
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Rest rest() {
        return rest;
    }

    Duration timeToReady() {
        return timeToReady;
    }

    String output() {
        return String.join("\n", output);
    }

    /** The death of the process without warning (SIGKILL). */
    void kill() {
        process.destroyForcibly();
        await(Duration.ofSeconds(20));
    }

    /** An orderly stop (SIGTERM); gives the exit code. */
    int stop() {
        process.destroy();
        await(Duration.ofSeconds(40));
        return process.exitValue();
    }

    private void await(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not end:\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
