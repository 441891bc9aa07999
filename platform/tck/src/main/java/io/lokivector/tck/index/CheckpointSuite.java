package io.lokivector.tck.index;

import static io.lokivector.tck.index.Checks.checkContent;
import static io.lokivector.tck.index.Checks.checkSearches;
import static io.lokivector.tck.index.Checks.putAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndex.Search;
import io.lokivector.spi.index.VectorSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Saving and loading; a checkpoint that is not whole is refused, never served. */
public interface CheckpointSuite extends IndexUnderTest {
    @ParameterizedTest
    @EnumSource
    default void aLoadedIndexAnswersLikeTheSavedOne(Metric metric) {
        inWorld(world -> {
            final VectorSpace space = new VectorSpace(19, metric);
            final float[][] vectors = VectorData.UNIFORM.make(world.random(), 2_600, 19);
            final ExactOracle oracle = new ExactOracle(metric);
            final DataFiles files = world.context().files();
            try (VectorIndex saved = world.index(space);
                    VectorIndex loaded = world.index(space)) {
                putAll(saved, oracle, vectors);
                for (int i = 0; i < 100; i++) {
                    saved.remove(i * 3);
                    oracle.remove(i * 3);
                }
                saved.save(files, "checkpoint");
                loaded.load(files, "checkpoint");
                checkContent(loaded, oracle, 19);
                for (int i = 0; i < 30; i++) {
                    assertSame(
                            saved.search(vectors[i], Search.nearest(10)),
                            loaded.search(vectors[i], Search.nearest(10)));
                }
                putAll(loaded, oracle, vectors);
                loaded.remove(5);
                oracle.remove(5);
                checkContent(loaded, oracle, 19);
                final OrdinalFilter all = OrdinalFilter.all();
                final float[][] queries = Arrays.copyOf(vectors, 200);
                checkSearches(loaded, oracle, queries, 10, all, requiredRecall());
            }
        });
    }

    private static void assertSame(Neighbors expected, Neighbors actual) {
        assertEquals(expected.toString(), actual.toString());
    }

    @Test
    default void anEmptyIndexCanBeSavedAndLoaded() {
        inWorld(world -> {
            final VectorSpace space = new VectorSpace(4, Metric.COSINE);
            final DataFiles files = world.context().files();
            try (VectorIndex saved = world.index(space);
                    VectorIndex loaded = world.index(space)) {
                saved.save(files, "checkpoint");
                loaded.load(files, "checkpoint");
                assertEquals(0, loaded.size());
                loaded.put(0, new float[] {1, 2, 3, 4});
                assertEquals(1, loaded.search(new float[4], Search.nearest(2)).size());
            }
        });
    }

    @Test
    default void savingAgainReplacesALongerFile() {
        inWorld(world -> {
            final VectorSpace space = new VectorSpace(4, Metric.EUCLIDEAN);
            final DataFiles files = world.context().files();
            try (VectorIndex saved = world.index(space);
                    VectorIndex loaded = world.index(space)) {
                final ExactOracle oracle = new ExactOracle(Metric.EUCLIDEAN);
                putAll(saved, oracle, VectorData.UNIFORM.make(world.random(), 500, 4));
                saved.save(files, "checkpoint");
                for (int i = 0; i < 450; i++) {
                    saved.remove(i);
                    oracle.remove(i);
                }
                saved.save(files, "checkpoint");
                loaded.load(files, "checkpoint");
                checkContent(loaded, oracle, 4);
            }
        });
    }

    @Test
    default void savingReturnsWhenTheBytesAreForced() {
        inWorld(world -> {
            final ForceWatch files = new ForceWatch(world.context().files());
            try (VectorIndex index = world.index(new VectorSpace(4, Metric.EUCLIDEAN))) {
                index.put(3, new float[] {1, 2, 3, 4});
                index.save(files, "checkpoint");
                assertTrue(files.written(), "nothing was written");
                assertTrue(files.allForced(), "bytes were written after the last force()");
            }
        });
    }

    @Test
    default void aDamagedCheckpointIsRefusedAndLeavesTheIndexEmptyAndUsable() {
        inWorld(world -> {
            final VectorSpace space = new VectorSpace(8, Metric.COSINE);
            final DataFiles files = world.context().files();
            final RandomGenerator random = world.random();
            try (VectorIndex saved = world.index(space)) {
                final ExactOracle oracle = new ExactOracle(Metric.COSINE);
                putAll(saved, oracle, VectorData.UNIFORM.make(random, 300, 8));
                saved.save(files, "checkpoint");
            }
            final byte[] good = bytes(files, "checkpoint");
            for (int i = 0; i < 60; i++) {
                final byte[] bad =
                        i % 3 == 0
                                ? Arrays.copyOf(good, random.nextInt(good.length))
                                : good.clone();
                if (i % 3 != 0) {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                }
                refused(world, space, bad);
            }
            refused(world, space, new byte[0]);
            refused(world, space, Arrays.copyOf(good, good.length + 4));
            refused(
                    world,
                    space,
                    "not a checkpoint, but a letter".getBytes(StandardCharsets.UTF_8));
            final byte[] noise = new byte[5_000];
            random.nextBytes(noise);
            refused(world, space, noise);
        });
    }

    @Test
    default void noByteOfACheckpointMayBeWrongOrMissing() {
        inWorld(world -> {
            final VectorSpace space = new VectorSpace(3, Metric.EUCLIDEAN);
            final DataFiles files = world.context().files();
            try (VectorIndex saved = world.index(space)) {
                putAll(
                        saved,
                        new ExactOracle(Metric.EUCLIDEAN),
                        VectorData.UNIFORM.make(world.random(), 4, 3));
                saved.save(files, "checkpoint");
            }
            final byte[] good = bytes(files, "checkpoint");
            for (int i = 0; i < good.length; i++) {
                final byte[] bad = good.clone();
                bad[i] ^= (byte) (1 + world.random().nextInt(255));
                refused(world, space, bad);
                refused(world, space, Arrays.copyOf(good, i));
            }
        });
    }

    @Test
    default void aCheckpointOfAnotherSpaceIsRefused() {
        inWorld(world -> {
            final DataFiles files = world.context().files();
            try (VectorIndex saved = world.index(new VectorSpace(8, Metric.COSINE))) {
                saved.put(0, new float[8]);
                saved.save(files, "checkpoint");
            }
            final byte[] bytes = bytes(files, "checkpoint");
            refused(world, new VectorSpace(9, Metric.COSINE), bytes);
            refused(world, new VectorSpace(8, Metric.DOT), bytes);
        });
    }

    @Test
    default void aMissingCheckpointIsReported() {
        inWorld(world -> {
            try (VectorIndex index = world.index(new VectorSpace(2, Metric.DOT))) {
                assertThrows(
                        IOException.class, () -> index.load(world.context().files(), "absent"));
                assertEquals(0, index.size());
            }
        });
    }

    private static void refused(World world, VectorSpace space, byte[] bytes) throws IOException {
        final DataFiles files = world.context().files();
        files.delete("damaged");
        try (DataFile file = files.open("damaged")) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
        try (VectorIndex index = world.index(space)) {
            assertThrows(IOException.class, () -> index.load(files, "damaged"));
            assertEquals(0, index.size());
            final ExactOracle oracle = new ExactOracle(space.metric());
            putAll(index, oracle, VectorData.UNIFORM.make(world.random(), 5, space.dimension()));
            checkContent(index, oracle, space.dimension());
            checkSearches(
                    index,
                    oracle,
                    new float[][] {oracle.vectors().get(0)},
                    10,
                    OrdinalFilter.all(),
                    1);
        }
    }

    private static byte[] bytes(DataFiles files, String name) throws IOException {
        try (DataFile file = files.openReadOnly(name)) {
            final ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return bytes.array();
        }
    }
}
