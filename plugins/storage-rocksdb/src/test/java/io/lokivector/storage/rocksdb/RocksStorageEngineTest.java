package io.lokivector.storage.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.Commit;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import io.lokivector.tck.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStorageEngineTest {
    @TempDir Path folder;

    private TestContext context;
    private StorageEngine engine;

    @BeforeEach
    void open() throws IOException {
        context = new TestContext(DiskFiles.at(folder));
        engine = create();
    }

    @AfterEach
    void close() {
        engine.close();
        context.close();
    }

    private StorageEngine create() {
        return new RocksStorageFactory()
                .create(RecordSchema.of(RocksStorageConfig.class).defaults(), context);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private void put(String space, String key, String value) {
        engine.apply(new WriteBatch().put(space, bytes(key), bytes(value)), Durability.FSYNC)
                .await();
    }

    private Optional<String> get(String space, String key) {
        try (Snapshot snapshot = engine.snapshot()) {
            return snapshot.get(space, bytes(key)).map(value -> new String(value, UTF_8));
        }
    }

    private static List<String> keys(Snapshot.Scan scan) {
        final List<String> keys = new ArrayList<>();
        try (scan) {
            while (scan.next()) {
                keys.add(new String(scan.key(), UTF_8));
            }
        }
        return keys;
    }

    @SuppressWarnings("rawtypes") // a service is found by its class
    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(
                ServiceLoader.load(StorageEngineFactory.class).stream()
                        .anyMatch(provider -> provider.type() == RocksStorageFactory.class));
    }

    @Test
    void acknowledgedWritesAreThereAfterAReopen() {
        put("a", "1", "one");
        engine.close();
        engine = create();
        assertEquals(Optional.of("one"), get("a", "1"));
    }

    @Test
    void keysOfOneSpaceAreSeenInNoOther() {
        put("a", "bc", "1");
        put("ab", "c", "2");
        put("a/b", "c", "3");
        try (Snapshot snapshot = engine.snapshot()) {
            assertEquals(List.of("bc"), keys(snapshot.scan("a")));
            assertEquals(List.of("c"), keys(snapshot.scan("ab")));
            assertEquals(List.of(), keys(snapshot.scan("b")));
            assertEquals(List.of("a", "a/b", "ab"), snapshot.spaces());
        }
    }

    @Test
    void aScanHasItsStartAndNotItsEnd() {
        for (final String key : List.of("a", "b", "c", "d")) {
            put("s", key, key);
        }
        try (Snapshot snapshot = engine.snapshot()) {
            assertEquals(List.of("b", "c"), keys(snapshot.scan("s", bytes("b"), bytes("d"))));
            assertEquals(List.of(), keys(snapshot.scan("s", bytes("d"), bytes("b"))));
        }
    }

    @Test
    void keysAreOrderedAsUnsignedBytes() {
        engine.apply(
                new WriteBatch()
                        .put("s", new byte[] {(byte) 0xff}, bytes("last"))
                        .put("s", new byte[] {0}, bytes("first"))
                        .put("s", new byte[] {0x7f}, bytes("middle")),
                Durability.OS);
        final List<String> values = new ArrayList<>();
        try (Snapshot snapshot = engine.snapshot();
                Snapshot.Scan scan = snapshot.scan("s")) {
            while (scan.next()) {
                values.add(new String(scan.value(), UTF_8));
            }
        }
        assertEquals(List.of("first", "middle", "last"), values);
    }

    @Test
    void aDroppedSpaceTakesItsKeysAndNoOthers() {
        put("drop", "1", "x");
        put("drop/2", "1", "stays");
        engine.apply(
                new WriteBatch()
                        .put("drop", bytes("2"), bytes("x"))
                        .dropSpace("drop")
                        .put("drop", bytes("3"), bytes("written after the drop")),
                Durability.OS);
        try (Snapshot snapshot = engine.snapshot()) {
            assertEquals(List.of("3"), keys(snapshot.scan("drop")));
            assertEquals(List.of("1"), keys(snapshot.scan("drop/2")));
        }
    }

    @Test
    void aSnapshotIsNotMovedByLaterWrites() {
        put("s", "1", "before");
        try (Snapshot snapshot = engine.snapshot()) {
            put("s", "1", "after");
            put("s", "2", "new");
            assertArrayEquals(bytes("before"), snapshot.get("s", bytes("1")).orElseThrow());
            assertEquals(List.of("1"), keys(snapshot.scan("s")));
        }
    }

    @Test
    void manyWritersAllGetTheirDurability() throws Exception {
        final int writers = 8;
        final int each = 25;
        try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
            final List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                final String space = "w" + writer;
                running.add(
                        executor.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                put(space, "k" + i, "v" + i);
                            }
                        }));
            }
            for (final Future<?> writer : running) {
                writer.get();
            }
        }
        engine.close();
        engine = create();
        for (int writer = 0; writer < writers; writer++) {
            for (int i = 0; i < each; i++) {
                assertEquals(Optional.of("v" + i), get("w" + writer, "k" + i));
            }
        }
    }

    @Test
    void closingWithOpenSnapshotsAndScansEndsThemCleanly() {
        put("s", "1", "x");
        final Snapshot snapshot = engine.snapshot();
        final Snapshot.Scan scan = snapshot.scan("s");
        assertTrue(scan.next());
        engine.close();
        assertThrows(IllegalStateException.class, scan::next);
        assertThrows(IllegalStateException.class, scan::value);
        assertThrows(IllegalStateException.class, () -> snapshot.get("s", bytes("1")));
        assertThrows(IllegalStateException.class, snapshot::spaces);
        assertThrows(IllegalStateException.class, () -> snapshot.scan("s"));
        assertThrows(IllegalStateException.class, engine::snapshot);
        assertThrows(
                IllegalStateException.class,
                () -> engine.apply(new WriteBatch().dropSpace("s"), Durability.OS));
        scan.close();
        snapshot.close();
        engine.close();
    }

    @Test
    void aClosedScanIsNotUsable() {
        put("s", "1", "x");
        try (Snapshot snapshot = engine.snapshot()) {
            final Snapshot.Scan scan = snapshot.scan("s");
            assertThrows(IllegalStateException.class, scan::key);
            assertTrue(scan.next());
            scan.close();
            scan.close();
            assertThrows(IllegalStateException.class, scan::next);
            assertThrows(IllegalStateException.class, scan::value);
        }
    }

    @Test
    void aFinishedScanStaysFinished() {
        put("s", "1", "x");
        try (Snapshot snapshot = engine.snapshot();
                Snapshot.Scan scan = snapshot.scan("s")) {
            assertTrue(scan.next());
            assertFalse(scan.next());
            assertFalse(scan.next());
            assertThrows(IllegalStateException.class, scan::key);
        }
    }

    @Test
    void closingWhileOthersReadAndWriteNeverCrashes() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            final List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                final int seed = thread;
                running.add(executor.submit(() -> readAndWriteUntilClosed(seed)));
            }
            Thread.sleep(200);
            engine.close();
            for (final Future<?> thread : running) {
                thread.get();
            }
        }
        engine = create();
        assertTrue(get("s", "0-0").isPresent());
    }

    private void readAndWriteUntilClosed(int seed) {
        try {
            for (int i = 0; true; i++) {
                put("s", seed + "-" + i, "x");
                try (Snapshot snapshot = engine.snapshot()) {
                    assertFalse(keys(snapshot.scan("s")).isEmpty());
                }
            }
        } catch (IllegalStateException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("closed"), e::toString);
        }
    }

    @Test
    void aCommitAwaitedAfterTheCloseIsDurable() {
        final Commit commit =
                engine.apply(new WriteBatch().put("s", bytes("1"), bytes("x")), Durability.FSYNC);
        engine.close();
        commit.await();
        engine = create();
        assertEquals(Optional.of("x"), get("s", "1"));
    }

    @Test
    void aDatabaseOpensOnlyOnce() {
        final StorageException failure = assertThrows(StorageException.class, this::create);
        assertEquals(ErrorCode.UNAVAILABLE, failure.code());
    }

    @Test
    void sizeGrowsWithWhatIsStored() {
        final long before = engine.sizeBytes();
        put("s", "1", "x".repeat(100_000));
        assertTrue(engine.sizeBytes() >= before + 90_000);
    }
}
