package io.lokivector.tck.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.storage.Commit;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import io.lokivector.tck.TestSeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every storage engine must pass: a subclass names its factory, and where it rests.
 *
 * <p>An engine that works on {@link DataFiles} is crashed at every call of a workload, its I/O is
 * made to fail and its bits are flipped. One that opens its own files ({@link Rest#DIRECTORY})
 * passes everything else on a real disk, and must refuse files that are not on one; its crashes are
 * its library's promise, and need a test that kills a process. One that forgets ({@link
 * Rest#NOWHERE}) must really forget, and never touch the disk.
 *
 * <p>Randomised tests print their seed; {@code -Dlokivector.tck.seed} plays it again. {@code
 * -Dlokivector.tck.crashes} raises the number of crashes.
 */
public abstract class StorageEngineTck {
    @TempDir private Path directory;

    /** Where an engine keeps its data. */
    public enum Rest {
        /** In memory only. */
        NOWHERE,
        /** In {@link DataFiles}. */
        DATA_FILES,
        /** In files of its own at {@link DataFiles#path()}. */
        DIRECTORY
    }

    /** For subclasses. */
    protected StorageEngineTck() {}

    /** The factory under test. */
    protected abstract StorageEngineFactory<?> factory();

    /** Where the engine keeps its data. */
    protected Rest rest() {
        return Rest.DATA_FILES;
    }

    /**
     * Options that make small tests reach everything: little segments, frequent checkpoints. By
     * default none.
     */
    protected Map<String, Object> options() {
        return Map.of();
    }

    private DataFiles files() throws IOException {
        return rest() == Rest.DATA_FILES ? new CrashFiles() : DiskFiles.at(directory);
    }

    private StorageHost open(DataFiles files) {
        return StorageHost.open(factory(), options(), files);
    }

    private CrashSuite crashSuite(long seed) {
        return new CrashSuite(factory(), options(), seed);
    }

    @Test
    void holdsWhatTheModelHoldsThroughReopening() {
        TestSeed.run(seed -> runBesideModel(files(), seed, 6, 150));
    }

    @Test
    void holdsWhatTheModelHoldsOnARealDisk() {
        TestSeed.run(seed -> runBesideModel(DiskFiles.at(directory), seed, 3, 50));
    }

    private void runBesideModel(DataFiles files, long seed, int rounds, int batches) {
        final RandomGenerator random = TestSeed.random(seed);
        final StorageWorkload workload = new StorageWorkload(random, 20_000);
        StorageModel model = new StorageModel();
        for (int round = 0; round < rounds; round++) {
            try (StorageHost host = open(files)) {
                if (rest() == Rest.NOWHERE) {
                    model = new StorageModel();
                }
                checkEqual(model, host.engine());
                for (int i = 0; i < batches; i++) {
                    final WriteBatch batch = workload.batch();
                    final Commit commit = host.engine().apply(batch, durability(random));
                    model.apply(batch);
                    if (random.nextBoolean()) {
                        commit.await();
                    }
                }
                checkEqual(model, host.engine());
                checkRanges(model, host.engine(), workload, random);
            }
        }
    }

    private static Durability durability(RandomGenerator random) {
        return Durability.values()[random.nextInt(Durability.values().length)];
    }

    private static void checkEqual(StorageModel model, StorageEngine engine) {
        try (Snapshot snapshot = engine.snapshot()) {
            assertEquals(model.dump(), StorageModel.dump(snapshot));
        }
    }

    private static void checkRanges(
            StorageModel model,
            StorageEngine engine,
            StorageWorkload workload,
            RandomGenerator random) {
        try (Snapshot snapshot = engine.snapshot()) {
            for (int i = 0; i < 100; i++) {
                final String space = workload.space();
                final TreeMap<byte[], byte[]> keys = model.space(space);
                final byte[] key = workload.key();
                final Optional<byte[]> value = snapshot.get(space, key);
                assertArrayEquals(keys.get(key), value.orElse(null));
                final byte[] from = random.nextInt(5) == 0 ? new byte[0] : key;
                final byte[] to = workload.key();
                final StringBuilder found = new StringBuilder();
                try (Snapshot.Scan scan = snapshot.scan(space, from, to)) {
                    while (scan.next()) {
                        StorageModel.append(found, space, scan.key(), scan.value());
                    }
                    assertFalse(scan.next(), "a scan that ended stays at its end");
                }
                final String expected =
                        compare(from, to) >= 0
                                ? ""
                                : StorageModel.dump(space, keys.subMap(from, to));
                assertEquals(expected, found.toString());
            }
        }
    }

    private static int compare(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    @Test
    void anEmptyStoreHasNothing() throws IOException {
        try (StorageHost host = open(files());
                Snapshot snapshot = host.engine().snapshot()) {
            assertEquals(List.of(), snapshot.spaces());
            assertEquals(Optional.empty(), snapshot.get("a", key("k")));
            try (Snapshot.Scan scan = snapshot.scan("a")) {
                assertFalse(scan.next());
            }
        }
    }

    @Test
    void laterWritesOfABatchWinOverEarlierOnes() throws IOException {
        try (StorageHost host = open(files())) {
            host.engine()
                    .apply(
                            new WriteBatch()
                                    .put("a", key("gone"), key("1"))
                                    .dropSpace("a")
                                    .put("a", key("k"), key("1"))
                                    .put("a", key("k"), key("2"))
                                    .put("a", key("x"), key("3"))
                                    .delete("a", key("x"))
                                    .delete("b", key("never")),
                            Durability.NONE)
                    .await();
            final StorageModel model = new StorageModel();
            model.apply(new WriteBatch().put("a", key("k"), key("2")));
            checkEqual(model, host.engine());
        }
    }

    @Test
    void theLongestKeyAndABigValueComeBack() throws IOException {
        final DataFiles files = files();
        final byte[] longest = new byte[WriteBatch.MAX_KEY_BYTES];
        final byte[] big = new byte[3_000_000];
        TestSeed.random(1).nextBytes(big);
        try (StorageHost host = open(files)) {
            host.engine().apply(new WriteBatch().put("a", longest, big), Durability.FSYNC).await();
        }
        try (StorageHost host = open(files);
                Snapshot snapshot = host.engine().snapshot()) {
            final Optional<byte[]> expected =
                    rest() == Rest.NOWHERE ? Optional.empty() : Optional.of(big);
            assertArrayEquals(expected.orElse(null), snapshot.get("a", longest).orElse(null));
        }
    }

    @Test
    void aSnapshotStandsStillBesideWriters() {
        TestSeed.run(seed -> {
            final StorageWorkload workload = new StorageWorkload(TestSeed.random(seed), 300);
            final StorageModel model = new StorageModel();
            final List<Snapshot> snapshots = new ArrayList<>();
            final List<String> expected = new ArrayList<>();
            try (StorageHost host = open(files())) {
                for (int i = 0; i < 400; i++) {
                    if (i % 40 == 0) {
                        snapshots.add(host.engine().snapshot());
                        expected.add(model.dump());
                    }
                    final WriteBatch batch = workload.batch();
                    host.engine().apply(batch, Durability.OS).await();
                    model.apply(batch);
                }
                for (int i = 0; i < snapshots.size(); i++) {
                    assertEquals(expected.get(i), StorageModel.dump(snapshots.get(i)));
                    snapshots.get(i).close();
                    snapshots.get(i).close();
                }
                assertThrows(
                        IllegalStateException.class, () -> snapshots.getFirst().get("a", key("k")));
            }
        });
    }

    @Test
    void concurrentWritersAndReadersSeeWholeBatches() throws Exception {
        final int writers = 8;
        final int batches = 60;
        final DataFiles files = files();
        try (StorageHost host = open(files);
                ExecutorService threads =
                        Executors.newFixedThreadPool(
                                writers + 1, Thread.ofPlatform().name("writer-", 0).factory())) {
            final CountDownLatch start = new CountDownLatch(1);
            final List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                final String name = "writer." + writer;
                running.add(
                        threads.submit(() -> {
                            start.await();
                            for (int i = 1; i <= batches; i++) {
                                host.engine().apply(pair(name, i), Durability.FSYNC).await();
                            }
                            return name;
                        }));
            }
            running.add(
                    threads.submit(() -> {
                        start.await();
                        for (int i = 0; i < 200; i++) {
                            checkPairs(host.engine(), writers);
                        }
                        return "reader";
                    }));
            start.countDown();
            for (final Future<?> thread : running) {
                thread.get();
            }
        }
        try (StorageHost host = open(files);
                Snapshot snapshot = host.engine().snapshot()) {
            for (int writer = 0; writer < writers; writer++) {
                assertEquals(
                        rest() == Rest.NOWHERE ? "" : String.valueOf(batches),
                        text(snapshot, "writer." + writer, "left"));
            }
        }
    }

    private static WriteBatch pair(String space, int count) {
        final byte[] value = key(String.valueOf(count));
        return new WriteBatch().put(space, key("left"), value).put(space, key("right"), value);
    }

    private static void checkPairs(StorageEngine engine, int writers) {
        try (Snapshot snapshot = engine.snapshot()) {
            for (int writer = 0; writer < writers; writer++) {
                final String space = "writer." + writer;
                assertEquals(text(snapshot, space, "left"), text(snapshot, space, "right"));
            }
        }
    }

    private static String text(Snapshot snapshot, String space, String key) {
        return snapshot.get(space, key(key)).map(value -> new String(value, US_ASCII)).orElse("");
    }

    @Test
    void closeIsIdempotentAndUseAfterwardsFailsClearly() throws IOException {
        final StorageHost host = open(files());
        final Snapshot snapshot = host.engine().snapshot();
        host.engine().close();
        host.engine().close();
        final WriteBatch batch = new WriteBatch().put("a", key("k"), key("v"));
        for (final RuntimeException refused :
                List.of(
                        assertThrows(
                                RuntimeException.class,
                                () -> host.engine().apply(batch, Durability.NONE)),
                        assertThrows(RuntimeException.class, host.engine()::snapshot),
                        assertThrows(RuntimeException.class, () -> snapshot.get("a", key("k"))))) {
            assertTrue(
                    refused instanceof IllegalStateException || refused instanceof StorageException,
                    () -> "not a clear failure: " + refused);
        }
        snapshot.close();
        host.close();
    }

    @Test
    void restsWhereItSays() throws IOException {
        final CrashFiles files = new CrashFiles();
        if (rest() == Rest.DIRECTORY) {
            final StorageException refused =
                    assertThrows(StorageException.class, () -> open(files).close());
            assertTrue(refused.problem().length() > 20, refused.problem());
            return;
        }
        try (StorageHost host = open(files)) {
            host.engine()
                    .apply(new WriteBatch().put("a", key("k"), key("v")), Durability.FSYNC)
                    .await();
            assertTrue(host.engine().sizeBytes() > 0);
        }
        assertEquals(rest() == Rest.NOWHERE, files.sizes().isEmpty());
        assertEquals(rest() == Rest.NOWHERE, files.mutatingCalls() == 0);
    }

    @Test
    void keepsItsPromiseThroughACrashAtEveryCall() {
        if (rest() == Rest.DATA_FILES) {
            TestSeed.run(seed -> crashSuite(seed).crashAtEveryCall());
        }
    }

    @Test
    void keepsWhatItGaveToTheOperatingSystemWhenTheProcessDies() {
        if (rest() == Rest.DATA_FILES) {
            TestSeed.run(seed -> crashSuite(seed).killProcess());
        }
    }

    @Test
    void aFlippedBitIsReportedOrHarmless() {
        if (rest() == Rest.DATA_FILES) {
            TestSeed.run(seed -> new DamageSuite(factory(), options(), seed).flipBits());
        }
    }

    @Test
    void refusesWritesWhileTheDiskIsFullAndGoesOnReading() {
        if (rest() == Rest.DATA_FILES) {
            TestSeed.run(seed -> new DamageSuite(factory(), options(), seed).failWrites());
        }
    }

    @Test
    void neverTrustsAForceAfterOneHasFailed() {
        if (rest() == Rest.DATA_FILES) {
            TestSeed.run(seed -> new DamageSuite(factory(), options(), seed).failForces());
        }
    }

    static byte[] key(String text) {
        return text.getBytes(US_ASCII);
    }
}
