package io.lokivector.storage.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import io.lokivector.tck.TestContext;
import io.lokivector.tck.storage.CrashFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What this engine promises of its files beyond what every engine does. */
final class FileStorageFilesTest {
    private static final FileStorageConfig SMALL = new FileStorageConfig(4096, 8192, 0.5);
    private static final FileStorageConfig LARGE = new FileStorageConfig(1 << 26, 1 << 26, 0.5);

    private static StorageEngine open(FileStorageConfig config, CrashFiles files) {
        return FileStorage.open(config, TestContext.singleThreaded(files, 1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private static void put(StorageEngine storage, int key, int length) {
        final byte[] value = new byte[length];
        value[0] = (byte) key;
        storage.apply(new WriteBatch().put("a", bytes("key" + key), value), Durability.FSYNC)
                .await();
    }

    private static int count(StorageEngine storage) {
        try (Snapshot snapshot = storage.snapshot();
                Snapshot.Scan scan = snapshot.scan("a")) {
            int count = 0;
            while (scan.next()) {
                assertTrue(scan.value().length > 0);
                count++;
            }
            return count;
        }
    }

    @Test
    @SuppressWarnings("rawtypes")
    void isFoundAsAService() {
        assertTrue(
                ServiceLoader.load(io.lokivector.spi.storage.StorageEngineFactory.class).stream()
                        .anyMatch(found -> found.type() == FileStorageFactory.class));
    }

    @Test
    void overwritingForeverKeepsTheFilesSmall() {
        final CrashFiles files = new CrashFiles();
        try (StorageEngine storage = open(SMALL, files)) {
            for (int i = 0; i < 3000; i++) {
                put(storage, i % 20, 100);
            }
            assertEquals(20, count(storage));
            assertTrue(storage.sizeBytes() < 60_000, () -> "grew to " + storage.sizeBytes());
        }
        final int onDisk = files.sizes().values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(onDisk < 60_000, () -> "files of " + onDisk + " bytes: " + files.sizes());
    }

    @Test
    void anOldSnapshotKeepsItsSegmentsAndGivesThemBack() {
        final CrashFiles files = new CrashFiles();
        try (StorageEngine storage = open(SMALL, files)) {
            for (int i = 0; i < 100; i++) {
                put(storage, i, 100);
            }
            final Snapshot old = storage.snapshot();
            for (int i = 0; i < 2000; i++) {
                put(storage, i % 10, 101);
            }
            assertTrue(files.sizes().containsKey(Segment.name(1)));
            assertEquals(100, old.get("a", bytes("key3")).orElseThrow().length);
            old.close();
            assertFalse(files.sizes().containsKey(Segment.name(1)));
            assertEquals(100, count(storage));
        }
    }

    @Test
    void aDamagedNewestCheckpointCostsTimeAndNoData() {
        final CrashFiles files = new CrashFiles();
        for (int round = 0; round < 3; round++) {
            try (StorageEngine storage = open(SMALL, files)) {
                for (int i = 0; i < 400; i++) {
                    put(storage, i % 50, 100);
                }
            }
        }
        final String newest =
                files.sizes().keySet().stream()
                        .filter(name -> name.startsWith("checkpoint"))
                        .reduce((_, last) -> last)
                        .orElseThrow();
        files.flipBit(newest, files.sizes().get(newest) / 2, 3);
        try (StorageEngine storage = open(SMALL, files)) {
            assertEquals(50, count(storage));
        }
    }

    @Test
    void aDamagedRecordBeforeAnAcknowledgedOneIsReportedWithItsPlace() {
        final CrashFiles files = new CrashFiles();
        final StorageEngine storage = open(LARGE, files);
        for (int i = 0; i < 10; i++) {
            put(storage, i, 100);
        }
        final CrashFiles killed = files.afterKill();
        assertThrows(StorageException.class, storage::close);
        final int recordLength = (killed.sizes().get(Segment.name(1)) - 36) / 10;
        final int third = 36 + 2 * recordLength;
        killed.flipBit(Segment.name(1), third + 60, 0);
        final StorageException reported =
                assertThrows(StorageException.class, () -> open(LARGE, killed));
        assertEquals(ErrorCode.CORRUPTED, reported.code());
        assertTrue(
                reported.problem().contains("segment-00000001.log is damaged at byte " + third),
                reported.problem());
    }

    @Test
    void aMissingSegmentIsReportedByName() throws IOException {
        final CrashFiles files = new CrashFiles();
        try (StorageEngine storage = open(SMALL, files)) {
            for (int i = 0; i < 100; i++) {
                put(storage, i, 100);
            }
        }
        files.delete(Segment.name(2));
        final StorageException reported =
                assertThrows(StorageException.class, () -> open(SMALL, files));
        assertEquals(ErrorCode.CORRUPTED, reported.code());
        assertTrue(reported.problem().contains(Segment.name(2)), reported.problem());
    }

    @Test
    void aLaterFormatIsRefusedByName() throws IOException {
        final CrashFiles files = new CrashFiles();
        open(LARGE, files).close();
        try (DataFile file = files.open(Segment.name(1))) {
            final ByteBuffer header = ByteBuffer.allocate(36);
            file.read(header, 0);
            header.putInt(8, 2).putInt(32, LogFormatV1.checksum(header.array(), 0, 32));
            file.write(header.rewind(), 0);
        }
        final StorageException refused =
                assertThrows(StorageException.class, () -> open(LARGE, files));
        assertTrue(refused.problem().contains("log format 2"), refused.problem());
    }

    /**
     * Written by the first version of format 1: two batches, closed; then two more, and the process
     * killed, so that one file needs its checkpoint and the other its log.
     */
    @Test
    void opensAStoreOfFormat1() throws IOException {
        final CrashFiles files = new CrashFiles();
        for (final String name :
                List.of("segment-00000001.log", "checkpoint-0000000000000002.ckp")) {
            try (InputStream golden = getClass().getResourceAsStream("golden/format-v1/" + name);
                    DataFile file = files.open(name)) {
                assertNotNull(golden, name);
                file.write(ByteBuffer.wrap(golden.readAllBytes()), 0);
            }
        }
        try (StorageEngine storage = open(LARGE, files);
                Snapshot snapshot = storage.snapshot()) {
            assertEquals(List.of("docs", "other/space"), snapshot.spaces());
            assertTrue(snapshot.get("docs", bytes("a")).isEmpty());
            assertArrayEquals(bytes("two"), snapshot.get("docs", bytes("b")).orElseThrow());
            assertArrayEquals(new byte[0], snapshot.get("docs", bytes("empty")).orElseThrow());
            assertArrayEquals(bytes("four"), snapshot.get("other/space", bytes("b")).orElseThrow());
        }
    }

    /** The batches of {@link #opensAStoreOfFormat1}, for whoever writes the files of a format 2. */
    static List<WriteBatch> goldenBatches() {
        return List.of(
                new WriteBatch()
                        .put("docs", bytes("a"), bytes("one"))
                        .put("docs", bytes("b"), bytes("two")),
                new WriteBatch()
                        .put("docs", bytes("empty"), new byte[0])
                        .put("gone", bytes("k"), bytes("v")),
                new WriteBatch()
                        .delete("docs", bytes("a"))
                        .put("other/space", bytes("b"), bytes("four")),
                new WriteBatch().dropSpace("gone"));
    }

    @Test
    void theGoldenBatchesStillMakeTheGoldenStore() {
        final CrashFiles files = new CrashFiles();
        try (StorageEngine storage = open(LARGE, files)) {
            goldenBatches().forEach(batch -> storage.apply(batch, Durability.OS));
            try (Snapshot snapshot = storage.snapshot()) {
                assertEquals(List.of("docs", "other/space"), snapshot.spaces());
            }
        }
    }
}
