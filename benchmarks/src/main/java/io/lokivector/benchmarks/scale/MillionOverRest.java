package io.lokivector.benchmarks.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lokivector.benchmarks.MeasuredServer;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The measurement of {@link VectorMillion} on a server; its log stays beside its data. */
final class MillionOverRest {
    private static final int PORT = 4791;
    private static final ObjectMapper JSON = new ObjectMapper();

    private MillionOverRest() {}

    static void measure(VectorMillion.Plan plan, Path home, Path folder) throws Exception {
        final ExactTruth truth = plan.truth();
        final Path data = Files.createDirectory(folder.resolve("data"));
        try (MeasuredServer server = MeasuredServer.start(home, data, PORT)) {
            System.out.printf("ready with an empty folder: %.2f s%n", server.secondsToReady());
            server.post("/collections", "{\"name\":\"glosses\"}");
            final Map<String, Object> options = new HashMap<>(plan.options());
            options.put("dimensions", plan.source().dimension());
            options.put("metric", "cosine");
            server.post(
                    "/collections/glosses/index",
                    JSON.writeValueAsString(
                            Map.of("field", "vector", "type", plan.type(), "options", options)));
            importAll(plan, server);
            awaitIndex(server);
            searchAll(plan, truth, server);
            System.out.printf(
                    "resident: %d MiB; disk: %.0f MB%n",
                    server.residentMebibytes(), Folder.bytes(data) / 1e6);
            System.out.printf("orderly stop: %.2f s%n", server.stop());
        }
        for (final String after : new String[] {"a stop", "a kill"}) {
            try (MeasuredServer server = MeasuredServer.start(home, data, PORT)) {
                System.out.printf("ready after %s: %.2f s%n", after, server.secondsToReady());
                awaitIndex(server);
                searchAll(plan, truth, server);
                System.out.printf("resident: %d MiB%n", server.residentMebibytes());
                server.kill();
            }
        }
    }

    private static void importAll(VectorMillion.Plan plan, MeasuredServer server) throws Exception {
        final long began = System.nanoTime();
        final PipedInputStream in = new PipedInputStream(1 << 20);
        final PipedOutputStream out = new PipedOutputStream(in);
        Thread.ofPlatform().name("vector-writer").start(() -> write(plan, out));
        final JsonNode answer = server.stream("/collections/glosses/import", in);
        final double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "import: %s in %.1f s = %.0f documents/s, indexed on the way%n",
                answer, seconds, plan.count() / seconds);
    }

    private static void write(VectorMillion.Plan plan, PipedOutputStream out) {
        try (out) {
            for (int number = 0; number < plan.count(); number++) {
                final String line =
                        "{\"number\":"
                                + number
                                + ",\"vector\":"
                                + Arrays.toString(plan.source().vector(number))
                                + "}\n";
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitIndex(MeasuredServer server) throws Exception {
        final long began = System.nanoTime();
        while (true) {
            final JsonNode index = server.get("/collections/glosses/indexes").get(0);
            if (index.get("state").asText().equalsIgnoreCase("ready")) {
                System.out.printf(
                        "index ready %.2f s later: %s%n", (System.nanoTime() - began) / 1e9, index);
                return;
            }
            Thread.sleep(50);
        }
    }

    private static void searchAll(VectorMillion.Plan plan, ExactTruth truth, MeasuredServer server)
            throws Exception {
        plan.search(
                truth,
                (query, effort) -> {
                    final JsonNode found =
                            server.post(
                                    "/collections/glosses/search",
                                    "{\"vector\":"
                                            + Arrays.toString(query)
                                            + ",\"k\":10,\"ef\":"
                                            + effort
                                            + "}");
                    final int[] numbers = new int[found.size()];
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] = found.get(i).get("number").asInt();
                    }
                    return numbers;
                });
    }
}
