package io.lokivector.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import io.lokivector.tck.TestContext;
import io.lokivector.tck.TestSeed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDamageTest {
    private static final int BATCHES = 60;
    private static final int VALUE_BYTES = 20_000;

    @TempDir Path folder;

    private TestContext context;

    @BeforeEach
    void fill() throws IOException {
        context = new TestContext(DiskFiles.at(folder));
        try (StorageEngine engine = open("refuse")) {
            for (int i = 0; i < BATCHES; i++) {
                engine.apply(new WriteBatch().put("s", key(i), value(i)), Durability.OS);
            }
        }
    }

    @AfterEach
    void close() {
        context.close();
    }

    private StorageEngine open(String damagedLog) {
        return new RocksStorageFactory()
                .create(
                        RecordSchema.of(RocksStorageConfig.class)
                                .bind(
                                        Map.of(
                                                "write-buffer-bytes",
                                                "1MiB",
                                                "damaged-log",
                                                damagedLog),
                                        ""),
                        context);
    }

    private static byte[] key(int i) {
        return ByteBuffer.allocate(4).putInt(i).array();
    }

    private static byte[] value(int i) {
        final byte[] value = new byte[VALUE_BYTES];
        new Random(i).nextBytes(value);
        return value;
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("rocksdb"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> file.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }

    private static void flip(Path file, long position) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[(int) position] ^= 0x10;
        Files.write(file, bytes);
    }

    /** Either everything is right, or the damage is reported; returns whether it was reported. */
    private boolean isReported() {
        try (StorageEngine engine = open("refuse");
                Snapshot snapshot = engine.snapshot()) {
            for (int i = 0; i < BATCHES; i++) {
                final Optional<byte[]> read = snapshot.get("s", key(i));
                assertArrayEquals(value(i), read.orElseThrow(), "value " + i);
            }
            return false;
        } catch (StorageException e) {
            assertEquals(ErrorCode.CORRUPTED, e.code(), e::toString);
            return true;
        }
    }

    @Test
    void aFlippedBitInAFileIsReportedAndNeverServed() throws IOException {
        // Opening moves what the log holds into a sorted file.
        open("refuse").close();
        final Random random = new Random(TestSeed.current());
        int reported = 0;
        for (final Path file : files(".sst")) {
            for (int round = 0; round < 12; round++) {
                final long position = random.nextLong(Files.size(file));
                flip(file, position);
                reported += isReported() ? 1 : 0;
                flip(file, position);
            }
        }
        assertTrue(reported > 0, "no flip was noticed");
        assertEquals(false, isReported());
    }

    @Test
    void aFlippedBitInTheLogRefusesToOpen() throws IOException {
        final Path log = files(".log").getLast();
        flip(log, Files.size(log) / 3);
        assertTrue(isReported());
    }

    @Test
    void aDamagedLogCanBeCutOnRequest() throws IOException {
        final Path log = files(".log").getLast();
        flip(log, Files.size(log) / 2);
        try (StorageEngine engine = open("cut");
                Snapshot snapshot = engine.snapshot()) {
            int kept = 0;
            while (kept < BATCHES && snapshot.get("s", key(kept)).isPresent()) {
                assertArrayEquals(value(kept), snapshot.get("s", key(kept)).orElseThrow());
                kept++;
            }
            assertTrue(kept > 0 && kept < BATCHES, "kept " + kept);
            for (int i = kept; i < BATCHES; i++) {
                assertTrue(snapshot.get("s", key(i)).isEmpty(), "a hole before " + i);
            }
        }
    }

    @Test
    void aLogThatEndsInTheMiddleOfABatchLosesOnlyThatBatch() throws IOException {
        final Path log = files(".log").getLast();
        Files.write(log, Arrays.copyOf(Files.readAllBytes(log), (int) Files.size(log) - 1000));
        try (StorageEngine engine = open("refuse");
                Snapshot snapshot = engine.snapshot()) {
            for (int i = 0; i < BATCHES - 1; i++) {
                assertTrue(snapshot.get("s", key(i)).isPresent(), "value " + i);
            }
            assertTrue(snapshot.get("s", key(BATCHES - 1)).isEmpty());
        }
    }

    @Test
    void aFolderWithoutCurrentIsNotTakenForANewDatabase() throws IOException {
        Files.delete(folder.resolve("rocksdb/CURRENT"));
        final StorageException failure = assertThrows(StorageException.class, () -> open("refuse"));
        assertEquals(ErrorCode.CORRUPTED, failure.code());
        assertTrue(files(".log").size() > 0);
    }
}
