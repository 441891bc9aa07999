package io.lokivector.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;

/**
 * How long an indexed find over REST takes while documents are inserted.
 *
 * <p>A server of the distribution is given documents; then eight clients ask for one of them by its
 * indexed e-mail address, while another inserts 1,000 documents a second, ten in a request.
 * Measured twice: closed loop, in which each client asks again as soon as it is answered, which
 * saturates the machine; and open loop, 500 finds a second that are due at fixed times, and whose
 * latency counts from when they were due. Clients and server share the machine.
 *
 * <p>Arguments: the home of a distribution, and how many documents, 1,000,000 by default.
 */
final class FindsUnderInserts {
    private static final int PORT = 4791;
    private static final int CLIENTS = 8;
    private static final int SECONDS_TO_WARM_UP = 10;
    private static final int SECONDS = 20;
    private static final int INSERTS_EACH = 10;
    private static final long NANOS_BETWEEN_INSERTS = 10_000_000;
    private static final int FINDS_PER_SECOND = 500;
    private static final long SEED = 20_251_116;

    private final MeasuredServer server;
    private final int count;

    private FindsUnderInserts(MeasuredServer server, int count) {
        this.server = server;
        this.count = count;
    }

    /** A request that may fail. */
    @FunctionalInterface
    private interface Request {
        void send(int number) throws IOException, InterruptedException;
    }

    public static void main(String[] arguments) throws Exception {
        final Path home = Path.of(arguments[0]);
        final int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        final Path folder = Files.createTempDirectory("finds");
        final Path documents = folder.resolve("documents.ndjson");
        SampleDocuments.write(documents, count, SEED);
        final Path database = Files.createDirectory(folder.resolve("data"));
        try (MeasuredServer server = MeasuredServer.start(home, database, PORT)) {
            server.post(
                    "/collections", "{\"name\":\"people\",\"options\":{\"indices\":[\"email\"]}}");
            final long began = System.nanoTime();
            try (var in = Files.newInputStream(documents)) {
                server.stream("/collections/people/import", in);
            }
            System.out.printf(
                    "import of %,d documents: %.1f s%n", count, (System.nanoTime() - began) / 1e9);
            final FindsUnderInserts measurement = new FindsUnderInserts(server, count);
            measurement.run(SECONDS_TO_WARM_UP, 0);
            measurement.tell("closed loop", measurement.run(SECONDS, 0));
            measurement.tell(
                    "open loop, " + FINDS_PER_SECOND + " finds/s",
                    measurement.run(SECONDS, CLIENTS * 1_000_000_000L / FINDS_PER_SECOND));
            System.out.printf("memory of the server: %d MiB%n", server.residentMebibytes());
        }
    }

    /** The latencies of finds and of inserts, in nanoseconds. */
    private record Latencies(List<Long> finds, List<Long> inserts) {}

    /**
     * Finds and inserts for some seconds.
     *
     * @param nanosBetween the time from one find of a client to the next; 0 for a closed loop
     */
    private Latencies run(int seconds, long nanosBetween) throws InterruptedException {
        final Latencies latencies = new Latencies(new ArrayList<>(), new ArrayList<>());
        final long end = System.nanoTime() + seconds * 1_000_000_000L;
        final List<Thread> threads = new ArrayList<>();
        final Random random = new Random(SEED + 1);
        threads.add(
                client(end, NANOS_BETWEEN_INSERTS, latencies.inserts, number -> insert(random)));
        for (int client = 0; client < CLIENTS; client++) {
            final int first = client;
            threads.add(
                    client(
                            end,
                            nanosBetween,
                            latencies.finds,
                            number -> find((number * (long) CLIENTS + first) * 7919 % count)));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        latencies.finds.sort(null);
        latencies.inserts.sort(null);
        return latencies;
    }

    private static Thread client(
            long end, long nanosBetween, List<Long> latencies, Request request) {
        return Thread.ofPlatform()
                .name("client")
                .start(() -> {
                    final List<Long> own = new ArrayList<>();
                    long due = System.nanoTime();
                    try {
                        for (int number = 0; due < end; number++) {
                            LockSupport.parkNanos(due - System.nanoTime());
                            request.send(number);
                            own.add(System.nanoTime() - due);
                            due = nanosBetween == 0 ? System.nanoTime() : due + nanosBetween;
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    synchronized (latencies) {
                        latencies.addAll(own);
                    }
                });
    }

    private void insert(Random random) throws IOException, InterruptedException {
        final StringJoiner documents = new StringJoiner(",", "{\"documents\":[", "]}");
        for (int i = 0; i < INSERTS_EACH; i++) {
            documents.add(SampleDocuments.document(count + random.nextInt(count), random));
        }
        server.post("/collections/people/insert", documents.toString());
    }

    private void find(long number) throws IOException, InterruptedException {
        final int found =
                server.post(
                                "/collections/people/find",
                                "{\"query\":{\"email\":\"user" + number + "@example.org\"}}")
                        .size();
        if (found != 1) {
            throw new IllegalStateException(found + " documents were found, not 1");
        }
    }

    private void tell(String title, Latencies latencies) {
        System.out.printf(
                "%s: %.0f finds/s, p50 %.2f ms, p99 %.2f ms; %.0f inserts/s, p50 %.2f ms, p99 %.2f"
                        + " ms%n",
                title,
                latencies.finds.size() / (double) SECONDS,
                percentile(latencies.finds, 50),
                percentile(latencies.finds, 99),
                latencies.inserts.size() * INSERTS_EACH / (double) SECONDS,
                percentile(latencies.inserts, 50),
                percentile(latencies.inserts, 99));
    }

    private static double percentile(List<Long> sorted, int percent) {
        return sorted.get((int) ((sorted.size() - 1L) * percent / 100)) / 1e6;
    }
}
