package io.lokivector.index.hnsw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.VectorIndex.Search;
import io.lokivector.spi.index.VectorSpace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HnswCheckpointV1Test {
    private static final VectorSpace SPACE = new VectorSpace(3, Metric.COSINE);
    private static final HnswConfig CONFIG = new HnswConfig(4, 20, 20, "auto");
    private static final String GOLDEN = "hnsw-checkpoint-v1.bin";

    @TempDir Path directory;

    /** The index in the golden file: vectors (i, 1, -i) for i from 0 to 39, without 10 to 14. */
    private static HnswIndex goldenIndex() {
        final HnswIndex index = new HnswIndex(CONFIG, SPACE, new Random(42));
        for (int i = 0; i < 40; i++) {
            index.put(i, new float[] {i, 1, -i});
        }
        for (int i = 10; i < 15; i++) {
            index.remove(i);
        }
        return index;
    }

    private static byte[] goldenBytes() throws IOException {
        try (InputStream stream = HnswCheckpointV1Test.class.getResourceAsStream("/" + GOLDEN)) {
            return Objects.requireNonNull(stream, GOLDEN).readAllBytes();
        }
    }

    @Test
    void readsTheGoldenFile() throws IOException {
        final DiskFiles files = DiskFiles.at(directory);
        try (DataFile file = files.open(GOLDEN)) {
            file.write(ByteBuffer.wrap(goldenBytes()), 0);
        }
        final HnswIndex index = new HnswIndex(CONFIG, SPACE, new Random(1));
        index.load(files, GOLDEN);
        assertEquals(35, index.size());
        final float[] vector = new float[3];
        for (int i = 0; i < 40; i++) {
            if (i >= 10 && i < 15) {
                assertFalse(index.copyVector(i, vector));
            } else {
                assertTrue(index.copyVector(i, vector));
                assertArrayEquals(new float[] {i, 1, -i}, vector);
            }
        }
        final Neighbors found = index.search(new float[] {0, 5, 0}, Search.nearest(3));
        assertEquals(0, found.ordinal(0));
        assertEquals(1, found.ordinal(1));
        assertEquals(2, found.ordinal(2));
    }

    @Test
    void writesTheGoldenFile() throws IOException {
        final DiskFiles files = DiskFiles.at(directory);
        goldenIndex().save(files, GOLDEN);
        try (DataFile file = files.openReadOnly(GOLDEN)) {
            final ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            assertArrayEquals(goldenBytes(), bytes.array());
        }
    }

    @Test
    void aCheckpointOfAnotherMIsRefused() throws IOException {
        final DiskFiles files = DiskFiles.at(directory);
        goldenIndex().save(files, "checkpoint");
        final HnswIndex other =
                new HnswIndex(new HnswConfig(5, 20, 20, "auto"), SPACE, new Random(1));
        final IOException refused =
                assertThrows(IOException.class, () -> other.load(files, "checkpoint"));
        assertEquals("checkpoint 'checkpoint' was made with m = 4, not 5", refused.getMessage());
        assertEquals(0, other.size());
    }
}
