package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.index.flat.FlatIndexFactory;
import io.lokivector.index.hnsw.HnswIndexFactory;
import io.lokivector.spi.request.SearchOptions;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.storage.file.FileStorageConfig;
import io.lokivector.storage.file.FileStorageFactory;
import io.lokivector.tck.SilentLog;
import io.lokivector.tck.TestContext;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.storage.CrashFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The whole database on a disk whose power fails in the middle of a random workload: what was
 * acknowledged is there, nothing is half, and it goes on.
 *
 * <p>The disk is shared by the storage and the checkpoints of the indexes. {@code
 * -Dlokivector.engine.crashes=N} makes it N databases of three crashes each, {@code
 * -Dlokivector.tck.seed} plays a run again; indexes are filled by threads of their own, so a crash
 * may fall a call earlier or later.
 */
class EngineCrashTest {
    private static final int CRASHES = Integer.getInteger("lokivector.engine.crashes", 120);
    private static final int STEPS = 60;

    private static final EngineConfig CONFIG =
            EngineConfig.schema()
                    .bind(
                            Map.of(
                                    "durability", "fsync",
                                    "changeLogRetention", 4,
                                    "checkpointChanges", 8),
                            "engine");
    private static final FileStorageConfig STORAGE_CONFIG =
            RecordSchema.of(FileStorageConfig.class)
                    .bind(Map.of("segmentBytes", 16_384, "checkpointBytes", 8_192), "storage");

    private final TestRegistry registry = new TestRegistry();

    /** How many vector indexes were found in the middle of a switch after a crash. */
    private final AtomicInteger switches = new AtomicInteger();

    EngineCrashTest() {
        registry.add(new FlatIndexFactory());
        registry.add(new HnswIndexFactory());
    }

    /** A database with the contexts that it lives in. */
    private record Host(LokiVector engine, TestContext context) implements AutoCloseable {
        @Override
        public void close() {
            try {
                engine.close();
            } finally {
                context.close();
            }
        }
    }

    private Host open(CrashFiles disk, long seed) throws IOException {
        final TestContext ofStorage = TestContext.singleThreaded(disk.folder("storage"), seed);
        final TestContext context = TestContext.singleThreaded(disk.folder("engine"), seed);
        // As the folders of a real disk are when they are there.
        disk.syncDirectory();
        try {
            final StorageEngine storage =
                    new FileStorageFactory().create(STORAGE_CONFIG, ofStorage);
            return new Host(new LokiVector(storage, registry, context, CONFIG), context);
        } finally {
            ofStorage.close();
        }
    }

    @Test
    void aCrashLosesNothingThatWasAcknowledgedAndLeavesNothingHalf() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            // A disk without power makes every background task complain.
            try (SilentLog _ = new SilentLog()) {
                for (int i = 0; i < CRASHES; i++) {
                    crashOnce(random.nextLong(), "crash " + i);
                }
            }
            assertTrue(switches.get() >= CRASHES / 20, switches + " crashes in a switch");
        });
    }

    private void crashOnce(long seed, String which) throws IOException {
        final RandomGenerator random = TestSeed.random(seed);
        final CrashWorkload workload = new CrashWorkload(TestSeed.random(seed + 1));
        CrashFiles disk = new CrashFiles();
        // More than one life, for a recovery may leave something that only the next one meets.
        for (int life = 0; life < 3; life++) {
            disk.crashAt(1 + random.nextInt(life == 0 && random.nextBoolean() ? 900 : 250));
            run(disk, workload, random, seed);
            disk = random.nextInt(3) == 0 ? disk.afterKill() : disk.afterCrash(random.nextLong());
            for (int again = 0; again < 2 && random.nextInt(3) == 0; again++) {
                disk = crashInRecovery(disk, random, seed);
            }
            check(disk, workload, seed, which + ", life " + life);
        }
    }

    /** Works, and closes and opens again, until the power fails or enough was done. */
    private void run(CrashFiles disk, CrashWorkload workload, RandomGenerator random, long seed) {
        try {
            for (int step = 0; step < STEPS && !disk.crashed(); ) {
                try (Host host = open(disk, seed)) {
                    final int until = step + 1 + random.nextInt(STEPS);
                    while (step++ < until && !disk.crashed()) {
                        workload.step(host.engine());
                    }
                }
            }
        } catch (RuntimeException | IOException e) {
            if (!disk.crashed()) {
                throw new AssertionError("failed though the power had not", e);
            }
        }
    }

    private CrashFiles crashInRecovery(CrashFiles disk, RandomGenerator random, long seed) {
        disk.crashAt(1 + random.nextInt(15));
        try (Host host = open(disk, seed)) {
            host.engine().maintain();
        } catch (RuntimeException | IOException e) {
            assertTrue(disk.crashed(), () -> "could not recover: " + e);
        }
        return disk.afterCrash(random.nextLong());
    }

    private void check(CrashFiles disk, CrashWorkload workload, long seed, String which)
            throws IOException {
        try (Host host = open(disk, seed)) {
            workload.settle(CrashModel.dump(host.engine()), which);
            workload.model()
                    .tables
                    .forEach((name, table) ->
                            checkCollection(
                                    host.engine().collection(name), table, workload, which));
            checkFolders(disk, host.engine());
        }
    }

    private static void checkFolders(CrashFiles disk, LokiVector engine) throws IOException {
        assertTrue(
                disk.folder("engine").folder("indexes").folders().size()
                        <= engine.collections().size() + 1,
                "the checkpoints of dropped collections stay on the disk");
    }

    private void checkCollection(
            Collection collection, CrashModel.Table table, CrashWorkload workload, String which) {
        for (final Map<String, @Nullable Object> document : collection.find(Map.of())) {
            workload.acknowledge(table, (Long) document.get("$loki"), tagOf(document));
        }
        assertEquals(table.documents().size(), collection.count(), which);
        for (long n = 0; n < 8; n++) {
            final long wanted = n;
            assertEquals(
                    tags(table, "n", wanted),
                    tagsOf(collection.find(Map.of("n", wanted))),
                    which + ": by n");
        }
        table.documents()
                .values()
                .forEach(document -> {
                    if (document.get("u") != null) {
                        assertEquals(
                                tags(table, "u", document.get("u")),
                                tagsOf(collection.find(Map.of("u", document.get("u")))),
                                which + ": by u");
                    }
                });
        for (final Map.Entry<String, Integer> vector : Map.of("e", 4, "f", 3).entrySet()) {
            if (table.indexes().containsKey(vector.getKey())) {
                if (collection.index(vector.getKey()).switching().isPresent()) {
                    switches.incrementAndGet();
                }
                checkSearch(collection, table, vector.getKey(), vector.getValue(), which);
            }
        }
    }

    private static void checkSearch(
            Collection collection,
            CrashModel.Table table,
            String field,
            int dimension,
            String which) {
        final TreeSet<String> expected = new TreeSet<>();
        table.documents()
                .forEach((tag, document) -> {
                    if (document.containsKey(field)) {
                        expected.add(tag);
                    }
                });
        final float[] query = new float[dimension];
        query[0] = 1;
        for (final boolean exact : List.of(true, false)) {
            final SearchOptions options =
                    SearchOptions.schema()
                            .bind(
                                    Map.of(
                                            "field",
                                            field,
                                            "vector",
                                            query,
                                            "k",
                                            1000,
                                            "exact",
                                            exact,
                                            "includeVector",
                                            true),
                                    "");
            // Also where an index that was being made is still being finished behind the opening.
            final List<Map<String, @Nullable Object>> found = collection.search(options);
            assertEquals(expected, tagsOf(found), which + ": search of " + field);
            double last = 0;
            for (final Map<String, @Nullable Object> hit : found) {
                final Object vector = table.documents().get(tagOf(hit)).get(field);
                assertEquals(vector, CrashModel.floats(hit.get(field)), which);
                final double distance = (Double) hit.get("$distance");
                assertTrue(distance >= last, which + ": out of order");
                last = distance;
            }
        }
    }

    private static String tagOf(Map<String, @Nullable Object> document) {
        return String.valueOf(document.get("tag"));
    }

    private static TreeSet<String> tagsOf(List<Map<String, @Nullable Object>> documents) {
        return documents.stream()
                .map(EngineCrashTest::tagOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeSet<String> tags(CrashModel.Table table, String field, Object value) {
        return table.documents().entrySet().stream()
                .filter(entry -> value.equals(entry.getValue().get(field)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
