package io.lokivector.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client inserts one document at a time while the server is killed at random moments.
 *
 * <p>More rounds: {@code -Dlokivector.kill.rounds=50}; again: {@code -Dlokivector.kill.seed=...}.
 */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("lokivector.kill.rounds", 3);
    private static final int DIMENSION = 8;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"file", "rocksdb"})
    void acknowledgedInsertsSurviveAndNoneIsHalfThere(String storage) throws Exception {
        final long seed = Long.getLong("lokivector.kill.seed", System.nanoTime());
        final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        final Path home = Checkout.install(folder.resolve("home"));
        installAvailablePlugins(home);
        final Path data = folder.resolve("data");
        final Map<Long, Long> acknowledged = new TreeMap<>();
        long next = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            final String replay = storage + ", round " + round + ", seed " + seed;
            try (Server server = Server.start(home, data, "--set", "storage.type=" + storage)) {
                final Rest rest = server.rest();
                if (round == 0) {
                    rest.post("/collections", "{\"name\":\"k\",\"options\":{\"unique\":[\"n\"]}}")
                            .expect(201);
                    rest.post(
                                    "/collections/k/index",
                                    "{\"field\":\"v\",\"options\":{\"dimensions\":8}}")
                            .expect(200);
                } else {
                    next = verify(rest, acknowledged, next, replay);
                }
                if (round < ROUNDS) {
                    next = insertUntilKilled(server, random, acknowledged, next);
                }
            }
        }
        assertTrue(acknowledged.size() > ROUNDS, "seed " + seed + ": hardly anything was inserted");
    }

    private static void installAvailablePlugins(Path home) throws Exception {
        try (var available = Files.list(home.resolve("plugins-available"))) {
            for (final Path plugin : (Iterable<Path>) available::iterator) {
                Files.copy(
                        plugin, home.resolve("plugins").resolve(plugin.getFileName().toString()));
            }
        }
    }

    /** Gives the number of the first document that was not tried. */
    private static long insertUntilKilled(
            Server server, RandomGenerator random, Map<Long, Long> acknowledged, long from) {
        final long deadline = random.nextLong(20, 1500);
        final Thread killer =
                Thread.ofPlatform()
                        .name("killer")
                        .start(() -> {
                            Server.pause(deadline);
                            server.kill();
                        });
        long n = from;
        try {
            while (true) {
                final JsonNode answer =
                        server.rest().post("/collections/k/insert", document(n)).expect(200);
                acknowledged.put(n, answer.get("ids").get(0).asLong());
                n++;
            }
        } catch (UncheckedIOException e) {
            // The kill: the insert under way may or may not have happened.
            join(killer);
            return n + 1;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String document(long n) {
        final StringBuilder vector = new StringBuilder();
        for (int i = 0; i < DIMENSION; i++) {
            vector.append(i == 0 ? "" : ",").append(component(n, i));
        }
        return "{\"n\":" + n + ",\"text\":\"" + text(n) + "\",\"v\":[" + vector + "]}";
    }

    private static String text(long n) {
        return ("document " + n + " ").repeat((int) (n % 40) + 1) + "end";
    }

    private static float component(long n, int i) {
        return ((n * 31 + i * 17L) % 1009) / 64f;
    }

    private static long verify(Rest rest, Map<Long, Long> acknowledged, long next, String replay) {
        final Map<Long, Long> found = new TreeMap<>();
        for (final JsonNode document :
                rest.post("/collections/k/find", "{\"query\":{}}").expect(200)) {
            final long n = document.get("n").asLong();
            assertEquals(text(n), document.get("text").asText(), replay);
            for (int i = 0; i < DIMENSION; i++) {
                assertEquals(component(n, i), document.get("v").get(i).floatValue(), replay);
            }
            found.put(n, document.get("$loki").asLong());
        }
        for (final Map.Entry<Long, Long> entry : acknowledged.entrySet()) {
            assertEquals(entry.getValue(), found.get(entry.getKey()), replay + ": lost document");
        }
        assertTrue(found.size() <= acknowledged.size() + (next > 0 ? 60 : 0), replay);
        final TreeSet<Long> searched = new TreeSet<>();
        final String all =
                "{\"vector\":[1,2,3,4,5,6,7,8],\"k\":" + Math.min(10_000, found.size() + 10) + "}";
        for (final JsonNode document : rest.post("/collections/k/search", all).expect(200)) {
            searched.add(document.get("n").asLong());
        }
        assertEquals(Math.min(10_000, found.size()), searched.size(), replay + ": find and search");
        assertTrue(found.keySet().containsAll(searched), replay + ": find and search");
        // What was inserted but not acknowledged counts as there from now on.
        acknowledged.putAll(found);
        return next;
    }
}
