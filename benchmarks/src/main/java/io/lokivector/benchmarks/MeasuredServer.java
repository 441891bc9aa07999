package io.lokivector.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of the distribution, started to be measured. */
public final class MeasuredServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "lvk_benchmark_0123456789abcdef0123456789abcd";

    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private final double secondsToReady;

    private MeasuredServer(Process process, String address, long began)
            throws IOException, InterruptedException {
        this.process = process;
        this.address = address;
        while (status("/health/ready") != 200) {
            if (!process.isAlive()) {
                throw new IOException("the server ended while it started");
            }
            Thread.sleep(10);
        }
        this.secondsToReady = (System.nanoTime() - began) / 1e9;
    }

    /** Starts a server, and returns when it is ready. */
    public static MeasuredServer start(Path home, Path data, int port)
            throws IOException, InterruptedException {
        final ProcessBuilder builder =
                new ProcessBuilder(
                                home.resolve("bin/lokivector").toString(),
                                "start",
                                "--port",
                                String.valueOf(port),
                                "--data-dir",
                                data.toString(),
                                "--set",
                                "gateway.rate-limit-enabled=false")
                        .redirectErrorStream(true)
                        .redirectOutput(data.resolveSibling("server.log").toFile());
        builder.environment().put("LOKIVECTOR_ADMIN_KEY", KEY);
        final long began = System.nanoTime();
        return new MeasuredServer(builder.start(), "http://127.0.0.1:" + port, began);
    }

    /** How long it took to be ready. */
    public double secondsToReady() {
        return secondsToReady;
    }

    private int status(String path) throws InterruptedException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(address + path)).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Answers a GET. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(path, HttpRequest.newBuilder().GET());
    }

    /** Answers a POST of a JSON text. */
    public JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Answers a POST of JSON lines. */
    public JsonNode stream(String path, InputStream body) throws IOException, InterruptedException {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body)));
    }

    private JsonNode send(String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        final HttpResponse<byte[]> response =
                http.send(
                        request.uri(URI.create(address + path))
                                .header("X-API-Key", KEY)
                                .timeout(Duration.ofHours(1))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        final JsonNode body = JSON.readTree(response.body());
        if (response.statusCode() >= 300) {
            throw new IOException(path + ": " + response.statusCode() + " " + body);
        }
        return body;
    }

    /** The resident memory of the process in MiB; only known on Linux. */
    public long residentMebibytes() throws IOException {
        final List<String> lines =
                Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"));
        for (final String line : lines) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return -1;
    }

    /** Stops it in an orderly way; gives the seconds that took. */
    public double stop() throws InterruptedException {
        final long began = System.nanoTime();
        process.destroy();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** Kills it, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
