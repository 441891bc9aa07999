package io.lokivector.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.WriteBatch;
import io.lokivector.tck.TestContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, and looks at what is left. */
class RocksKillTest {
    private static final int ACKNOWLEDGED = 300;
    private static final int PARTS = 5;

    /** Writes batches for ever and says which are acknowledged: the process that is killed. */
    public static void main(String[] arguments) throws IOException {
        try (TestContext context = new TestContext(DiskFiles.at(Path.of(arguments[0])));
                StorageEngine engine = open(context)) {
            for (int i = 0; true; i++) {
                final WriteBatch batch = new WriteBatch();
                for (int part = 0; part < PARTS; part++) {
                    batch.put("part" + part, key(i), new byte[2_000]);
                }
                engine.apply(batch, i % 3 == 0 ? Durability.FSYNC : Durability.OS).await();
                System.out.println(i);
            }
        }
    }

    private static StorageEngine open(TestContext context) {
        return new RocksStorageFactory()
                .create(RecordSchema.of(RocksStorageConfig.class).defaults(), context);
    }

    private static byte[] key(int i) {
        return ByteBuffer.allocate(4).putInt(i).array();
    }

    @Test
    void acknowledgedBatchesSurviveAKillWholeAndInOrder(@TempDir Path folder) throws Exception {
        final Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RocksKillTest.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int last = -1;
        try (BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = Integer.parseInt(line);
                if (last == ACKNOWLEDGED) {
                    // Of the process itself this would close the stream that is being read.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertTrue(last >= ACKNOWLEDGED, "said " + last);

        try (TestContext context = new TestContext(DiskFiles.at(folder));
                StorageEngine engine = open(context);
                Snapshot snapshot = engine.snapshot()) {
            int kept = 0;
            while (snapshot.get("part0", key(kept)).isPresent()) {
                kept++;
            }
            assertTrue(kept > last, "kept " + kept + ", acknowledged " + (last + 1));
            for (int part = 0; part < PARTS; part++) {
                int keys = 0;
                try (Snapshot.Scan scan = snapshot.scan("part" + part)) {
                    while (scan.next()) {
                        keys++;
                    }
                }
                assertEquals(kept, keys, "a batch is there in part, or after a hole");
            }
        }
    }
}
