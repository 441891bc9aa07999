package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.DocumentCursor;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SearchOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorIndexLifecycleTest {
    private static final int DOCUMENTS = 200;

    @TempDir private Path directory;

    private final TestRegistry registry = new TestRegistry();
    private final ToyIndexFactory toys = new ToyIndexFactory();

    VectorIndexLifecycleTest() {
        registry.add(toys);
    }

    private TestDatabase open() {
        return TestDatabase.open(directory, registry);
    }

    private static Collection fill(TestDatabase database) {
        final Collection collection = database.engine.createCollection("c");
        collection.createVectorIndex("e", Map.of());
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            documents.add(Map.of("i", i, "e", new float[] {i, 1}));
        }
        collection.insert(documents);
        return collection;
    }

    private static List<Long> nearest(Collection collection, float x, int k) {
        return collection.search(SearchOptions.nearest(new float[] {x, 1}, k)).stream()
                .map(document -> (Long) document.get("$loki"))
                .toList();
    }

    private static void awaitState(Collection collection, IndexInfo.State state)
            throws InterruptedException {
        final Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (collection.indexes().get(0).state() != state) {
            assertTrue(Instant.now().isBefore(end), collection.indexes().toString());
            Thread.sleep(5);
        }
    }

    @Test
    void aCleanCloseLeavesACheckpointThatOpeningUses() {
        try (TestDatabase database = open()) {
            fill(database);
        }
        final int putsBefore = toys.puts.get();
        try (TestDatabase database = open()) {
            final Collection collection = database.engine.collection("c");
            assertEquals(IndexInfo.State.READY, collection.indexes().get(0).state());
            assertEquals(List.of(8L, 7L, 9L), nearest(collection, 7, 3));
            assertEquals(0, toys.puts.get() - putsBefore);
        }
        assertEquals(0, toys.open.get());
    }

    @Test
    void whatChangedAfterTheCheckpointIsReplayed() throws Exception {
        try (TestDatabase database = open()) {
            fill(database);
        }
        copy(directory.resolve("engine"), directory.resolve("engine-old"));
        try (TestDatabase database = open()) {
            final Collection collection = database.engine.collection("c");
            collection.insert(Map.of("e", new float[] {7.1f, 1}));
            collection.delete(7);
            collection.patch(9, Map.of("e", new float[] {1000, 1}));
        }
        replace(directory.resolve("engine"), directory.resolve("engine-old"));
        final int putsBefore = toys.puts.get();
        try (TestDatabase database = open()) {
            final Collection collection = database.engine.collection("c");
            assertEquals(List.of(8L, 201L, 6L), nearest(collection, 7, 3));
            assertEquals(List.of(9L), nearest(collection, 1000, 1));
            assertEquals(2, toys.puts.get() - putsBefore);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (final Path path : all.toList()) {
                final Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    write(target, Files.readAllBytes(path));
                }
            }
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(bytes));
        }
    }

    private static void replace(Path target, Path source) throws IOException {
        try (Stream<Path> all = Files.walk(target)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        }
        copy(source, target);
    }

    @Test
    void aDamagedCheckpointIsRebuilt() throws Exception {
        try (TestDatabase database = open()) {
            fill(database);
        }
        for (final String damaged : List.of("manifest", "checkpoint-")) {
            try (Stream<Path> all = Files.walk(directory.resolve("engine"))) {
                all.filter(path -> path.getFileName().toString().startsWith(damaged))
                        .forEach(VectorIndexLifecycleTest::cut);
            }
            final int putsBefore = toys.puts.get();
            try (TestDatabase database = open()) {
                final Collection collection = database.engine.collection("c");
                awaitState(collection, IndexInfo.State.READY);
                assertEquals(List.of(8L, 7L, 9L), nearest(collection, 7, 3));
                assertEquals(DOCUMENTS, toys.puts.get() - putsBefore, damaged);
            }
        }
    }

    private static void cut(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTypeThatLeavesTakesOnlyItsSearches() throws Exception {
        try (TestDatabase database = open()) {
            final Collection collection = fill(database);
            registry.remove(toys);
            assertEquals(0, toys.open.get(), "its indexes are closed when it has gone");
            final IndexInfo info = collection.indexes().get(0);
            assertEquals(IndexInfo.State.UNAVAILABLE, info.state());
            assertEquals(
                    "vector index type 'toy' is not installed; install the plugin that provides it",
                    info.reason());
            final LokiVectorException refused =
                    assertThrows(LokiVectorException.class, () -> nearest(collection, 7, 3));
            assertEquals(ErrorCode.UNAVAILABLE, refused.code());
            assertTrue(refused.problem().contains("'toy' is not installed"), refused.problem());

            assertArrayEquals(
                    new float[] {7, 1}, (float[]) collection.get(8).orElseThrow().get("e"));
            collection.delete(7);
            collection.insert(Map.of("e", new float[] {7.1f, 1}));
            collection.patch(9, Map.of("e", new float[] {1000, 1}));
            assertEquals(DOCUMENTS, collection.count());
            assertArrayEquals(
                    new float[] {1000, 1}, (float[]) collection.get(9).orElseThrow().get("e"));

            registry.add(toys);
            awaitState(collection, IndexInfo.State.READY);
            assertEquals(List.of(8L, 201L, 6L), nearest(collection, 7, 3));
        }
    }

    @Test
    void aReaderKeepsTheVectorsOfHisMomentWithoutAnIndex() {
        try (TestDatabase database = open()) {
            final Collection collection = fill(database);
            registry.remove(toys);
            try (DocumentCursor before = collection.export(Map.of())) {
                collection.patch(1, Map.of("e", new float[] {1000, 1}));
                collection.delete(2);
                assertArrayEquals(new float[] {0, 1}, (float[]) before.next().get("e"));
                assertArrayEquals(new float[] {1, 1}, (float[]) before.next().get("e"));
            }
            collection.dropIndex("e");
            try (DocumentCursor before = collection.export(Map.of())) {
                collection.patch(1, Map.of("i", 5));
                collection.delete(3);
                assertArrayEquals(new float[] {1000, 1}, (float[]) before.next().get("e"));
                assertArrayEquals(new float[] {2, 1}, (float[]) before.next().get("e"));
            }
            registry.add(toys);
        }
    }

    @Test
    void aDatabaseOpensWithoutTheTypeOfItsIndex() throws Exception {
        try (TestDatabase database = open()) {
            fill(database);
        }
        registry.remove(toys);
        try (TestDatabase database = open()) {
            final Collection collection = database.engine.collection("c");
            assertThrows(LokiVectorException.class, () -> nearest(collection, 7, 3));
            assertEquals(1, collection.count(Map.of("i", 7)));
            registry.add(toys);
            awaitState(collection, IndexInfo.State.READY);
            assertEquals(List.of(8L, 7L, 9L), nearest(collection, 7, 3));
        }
    }

    @Test
    void anIndexThatFailsIsSetAsideAndTheWriteIsNot() throws Exception {
        try (TestDatabase database = open()) {
            final Collection collection = fill(database);
            toys.fails = true;
            collection.insert(Map.of("e", new float[] {7.1f, 1}));
            awaitState(collection, IndexInfo.State.UNAVAILABLE);
            assertEquals(DOCUMENTS + 1, collection.count());
            toys.fails = false;
            registry.remove(toys);
            registry.add(toys);
            awaitState(collection, IndexInfo.State.READY);
            assertEquals(List.of(8L, 201L), nearest(collection, 7, 2));
        }
    }

    @Test
    void maintenanceSavesWhatChangedMuch() throws Exception {
        try (TestDatabase database =
                TestDatabase.open(
                        directory,
                        registry,
                        Map.of("checkpointChanges", 10, "maintenanceInterval", "20ms"),
                        storage -> storage)) {
            fill(database);
            final Instant end = Instant.now().plus(Duration.ofSeconds(20));
            while (manifests() == 0) {
                assertTrue(Instant.now().isBefore(end));
                Thread.sleep(10);
            }
        }
    }

    private long manifests() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("engine"))) {
            return all.filter(path -> path.endsWith("manifest")).count();
        }
    }
}
