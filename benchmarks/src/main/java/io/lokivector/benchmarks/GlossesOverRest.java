package io.lokivector.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Imports a set of texts with vectors over REST, and measures import, search, recall, memory and
 * restart.
 *
 * <p>Arguments: the home of a distribution, the folder of the data (see {@link GlossData}), and how
 * many rows to take (all by default).
 */
final class GlossesOverRest {
    private static final int DIMENSION = 384;
    private static final int PORT = 4790;
    private static final int SECONDS_PER_RATE = 15;
    private static final ObjectMapper JSON = new ObjectMapper();

    private GlossesOverRest() {}

    public static void main(String[] arguments) throws Exception {
        final Path home = Path.of(arguments[0]);
        final GlossData data = GlossData.read(Path.of(arguments[1]), DIMENSION);
        final int rows = arguments.length > 2 ? Integer.parseInt(arguments[2]) : data.size();
        final Path folder = Files.createTempDirectory("glosses");
        final Path database = Files.createDirectory(folder.resolve("data"));
        try (MeasuredServer server = MeasuredServer.start(home, database, PORT)) {
            System.out.printf("ready with an empty folder: %.2f s%n", server.secondsToReady());
            server.post("/collections", "{\"name\":\"glosses\"}");
            server.post(
                    "/collections/glosses/index",
                    "{\"field\":\"vector\",\"options\":{\"dimensions\":384,\"metric\":\"cosine\"}}");
            importAll(server, data, rows);
            searchAll(server, data, rows);
            System.out.printf("orderly stop: %.2f s%n", server.stop());
        }
        try (MeasuredServer server = MeasuredServer.start(home, database, PORT)) {
            System.out.printf("restart to ready: %.2f s%n", server.secondsToReady());
            awaitIndex(server);
            recall(server, data, rows, 200);
            server.kill();
        }
        try (MeasuredServer server = MeasuredServer.start(home, database, PORT)) {
            System.out.printf("restart to ready after a kill: %.2f s%n", server.secondsToReady());
            awaitIndex(server);
            recall(server, data, rows, 200);
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
            Thread.sleep(10);
        }
    }

    private static void importAll(MeasuredServer server, GlossData data, int rows)
            throws Exception {
        final long began = System.nanoTime();
        final PipedInputStream in = new PipedInputStream(1 << 20);
        final PipedOutputStream out = new PipedOutputStream(in);
        Thread.ofPlatform().name("gloss-writer").start(() -> write(data, rows, out));
        final JsonNode answer = server.stream("/collections/glosses/import", in);
        final double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "import: %s in %.1f s = %.0f documents/s%n", answer, seconds, rows / seconds);
        awaitIndex(server);
        System.out.printf("resident: %d MiB%n", server.residentMebibytes());
    }

    private static void write(GlossData data, int rows, PipedOutputStream out) {
        try (out) {
            for (int row = 0; row < rows; row++) {
                final String line =
                        JSON.writeValueAsString(
                                Map.of(
                                        "text",
                                        data.texts().get(row),
                                        "pos",
                                        data.partOfSpeech(row),
                                        "vector",
                                        data.vector(row)));
                out.write(line.getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void searchAll(MeasuredServer server, GlossData data, int rows)
            throws Exception {
        recall(server, data, rows, Math.min(1000, data.queryCount()));
        rate(server, data, 1);
        rate(server, data, 1);
        rate(server, data, 8);
        System.out.printf("resident: %d MiB%n", server.residentMebibytes());
    }

    private static String body(float[] query) {
        return "{\"vector\":" + Arrays.toString(query) + ",\"k\":10}";
    }

    /** Documents were inserted in the order of the rows, so {@code $loki} is the row plus one. */
    private static void recall(MeasuredServer server, GlossData data, int rows, int queries)
            throws Exception {
        int found = 0;
        int wanted = 0;
        for (int query = 0; query < queries; query++) {
            final Set<Integer> truth = new HashSet<>();
            for (int rank = 0; rank < 100 && truth.size() < 10; rank++) {
                if (data.trueNeighbour(query, rank) < rows) {
                    truth.add(data.trueNeighbour(query, rank));
                }
            }
            wanted += truth.size();
            for (final JsonNode document :
                    server.post("/collections/glosses/search", body(data.query(query)))) {
                if (truth.contains(document.get("$loki").asInt() - 1)) {
                    found++;
                }
            }
        }
        System.out.printf("recall@10: %.4f over %d queries%n", found / (double) wanted, queries);
    }

    private static void rate(MeasuredServer server, GlossData data, int clients) throws Exception {
        final AtomicLong searches = new AtomicLong();
        final List<Long> nanos = new ArrayList<>();
        final long end = System.nanoTime() + SECONDS_PER_RATE * 1_000_000_000L;
        final List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            final int first = client * 97;
            threads.add(
                    Thread.ofPlatform()
                            .name("client-" + client)
                            .start(() -> search(server, data, first, end, searches, nanos)));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        nanos.sort(null);
        System.out.printf(
                "search, %d client(s): %.0f/s, p50 %.2f ms, p99 %.2f ms%n",
                clients,
                searches.get() / (double) SECONDS_PER_RATE,
                nanos.get(nanos.size() / 2) / 1e6,
                nanos.get(nanos.size() * 99 / 100) / 1e6);
    }

    private static void search(
            MeasuredServer server,
            GlossData data,
            int first,
            long end,
            AtomicLong searches,
            List<Long> nanos) {
        final List<Long> own = new ArrayList<>();
        try {
            for (int i = first; System.nanoTime() < end; i++) {
                final String body = body(data.query(i % data.queryCount()));
                final long began = System.nanoTime();
                server.post("/collections/glosses/search", body);
                own.add(System.nanoTime() - began);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        searches.addAndGet(own.size());
        synchronized (nanos) {
            nanos.addAll(own);
        }
    }
}
