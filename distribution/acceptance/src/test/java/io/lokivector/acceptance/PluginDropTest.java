package io.lokivector.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins dropped into, and taken out of, a running server. */
class PluginDropTest {
    private static final Duration WITHIN = Duration.ofSeconds(5);

    @TempDir private Path folder;

    @Test
    void droppedPluginsAreListedAndUsableWithinSeconds() throws Exception {
        final Path home = Checkout.install(folder.resolve("home"));
        final Path sample = buildSampleIndex();
        try (Server server = Server.start(home, folder.resolve("data"))) {
            final Rest rest = server.rest();
            drop(available(home, "storage-rocksdb"), home);
            drop(sample, home);
            eventually("rocksdb is listed", () -> isActive(rest, "storage-rocksdb"));
            eventually("the index is listed", () -> isActive(rest, "index-lsh"));

            rest.post("/collections", "{\"name\":\"plain\"}").expect(201);
            rest.post("/collections", "{\"name\":\"near\"}").expect(201);
            rest.post(
                            "/collections/near/index",
                            "{\"field\":\"v\",\"type\":\"lsh\",\"options\":{\"dimensions\":2}}")
                    .expect(200);
            rest.post("/collections/near/insert", "[{\"v\":[1,0]},{\"v\":[0,1]}]").expect(200);
            assertNearest(rest, 1);

            Files.delete(home.resolve("plugins").resolve(sample.getFileName().toString()));
            eventually("searches say so", () -> search(rest).status() == 503);
            final JsonNode refusal = search(rest).body();
            assertTrue(refusal.get("error").asText().contains("'lsh'"), refusal.toString());
            rest.post("/collections/plain/insert", "{\"a\":1}").expect(200);
            rest.post("/collections/near/insert", "{\"v\":[-1,0]}").expect(200);
            assertEquals(
                    3, rest.post("/collections/near/find", "{\"query\":{}}").expect(200).size());

            drop(sample, home);
            eventually("it is back", () -> search(rest).status() == 200);
            assertNearest(rest, 1);
            assertEquals(3, search(rest).expect(200).size());
            assertEquals(0, server.stop());
        }
        try (Server server =
                Server.start(home, folder.resolve("rocks"), "--set", "storage.type=rocksdb")) {
            server.rest().post("/collections", "{\"name\":\"c\"}").expect(201);
            server.rest().post("/collections/c/insert", "{\"a\":1}").expect(200);
        }
    }

    private Path buildSampleIndex() throws Exception {
        final Path project = Checkout.root().resolve("plugins/samples/index-lsh");
        final Path jar = folder.resolve("index-lsh-1.0.0.jar");
        PluginJar.of("index-lsh", "1.0.0").project(project, folder.resolve("scratch")).writeTo(jar);
        return jar;
    }

    @Test
    void aDroppedIndexTypeIsChosenByNameAndSurvivesARestart() throws Exception {
        final Path home = Checkout.install(folder.resolve("home"));
        final Path data = folder.resolve("data");
        try (Server server = Server.start(home, data)) {
            final Rest rest = server.rest();
            drop(available(home, "index-jvector"), home);
            eventually("the index is listed", () -> isActive(rest, "index-jvector"));
            rest.post("/collections", "{\"name\":\"near\"}").expect(201);
            rest.post(
                            "/collections/near/index",
                            "{\"field\":\"v\",\"type\":\"jvector\",\"options\":"
                                    + "{\"dimensions\":2,\"m\":8,\"alpha\":1.4}}")
                    .expect(200);
            rest.post("/collections/near/insert", manyDirections()).expect(200);
            assertNearest(rest, 1);
            assertEquals(10, search(rest).expect(200).size());
            assertEquals(0, server.stop());
        }
        try (Server server = Server.start(home, data)) {
            eventually("it answers", () -> search(server.rest()).status() == 200);
            assertNearest(server.rest(), 1);
        }
    }

    /** More than are compared one by one, so that the graph answers; (1, 0.1) is the first. */
    private static String manyDirections() {
        final StringBuilder documents = new StringBuilder("[{\"v\":[1,0.1]}");
        for (int i = 1; i < 3_000; i++) {
            final double angle = 0.2 + 6 * i / 3_000.0;
            documents.append(",{\"v\":[").append(Math.cos(angle)).append(',');
            documents.append(Math.sin(angle)).append("]}");
        }
        return documents.append(']').toString();
    }

    private static Path available(Path home, String plugin) throws Exception {
        try (Stream<Path> files = Files.list(home.resolve("plugins-available"))) {
            return files.filter(file -> file.toString().contains(plugin)).findFirst().orElseThrow();
        }
    }

    /** Copies as people do, beside the folder first, so that it appears whole. */
    private static void drop(Path plugin, Path home) throws Exception {
        final String name = plugin.getFileName().toString();
        final Path beside = home.resolve(name + ".part");
        Files.copy(plugin, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, home.resolve("plugins").resolve(name));
    }

    private static Rest.Answer search(Rest rest) {
        return rest.post("/collections/near/search", "{\"vector\":[0.9,0.1],\"k\":10}");
    }

    private static void assertNearest(Rest rest, long id) {
        assertEquals(id, search(rest).expect(200).get(0).get("$loki").asLong());
    }

    private static boolean isActive(Rest rest, String id) {
        return extension(rest, id)
                .map(extension -> extension.get("state").asText().equalsIgnoreCase("active"))
                .orElse(false);
    }

    static Optional<JsonNode> extension(Rest rest, String id) {
        for (final JsonNode extension : rest.get("/api/plugins").expect(200)) {
            if (extension.get("id").asText().equals(id)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }

    static void eventually(String what, BooleanSupplier isSo) {
        final Instant deadline = Instant.now().plus(WITHIN);
        while (!isSo.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + WITHIN.toSeconds() + " s: " + what);
            }
            Server.pause(50);
        }
    }
}
