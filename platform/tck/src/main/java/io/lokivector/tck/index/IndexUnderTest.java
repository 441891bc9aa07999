package io.lokivector.tck.index;

import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.tck.TestContext;
import io.lokivector.tck.TestSeed;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Says which index a suite tests, and makes it. */
public interface IndexUnderTest {
    /** The factory of the index. */
    VectorIndexFactory<?> factory();

    /**
     * The share of the true nearest neighbours that a search finds at least, on average over the
     * queries of a test: 1 unless the index is approximate.
     */
    default double requiredRecall() {
        return 1.0;
    }

    /**
     * The options that the index is made with, by name; where it has others than its defaults to be
     * tested with.
     */
    default Map<String, Object> options() {
        return Map.of();
    }

    /** What a test does with a fresh world. */
    @FunctionalInterface
    interface Body {
        /** Runs the test. */
        void run(World world) throws Exception;
    }

    /** Runs a test in a world of its own, and names the seed if it fails. */
    default void inWorld(Body body) {
        TestSeed.run(seed -> {
            final DataFiles temporary = DiskFiles.at(Path.of(System.getProperty("java.io.tmpdir")));
            final String folder = "lokivector-tck-" + UUID.randomUUID();
            try (TestContext context = new TestContext(temporary.folder(folder), seed)) {
                body.run(new World(factory(), options(), context, TestSeed.random(seed)));
            } finally {
                temporary.deleteFolder(folder);
            }
        });
    }

    /**
     * The surroundings of one test.
     *
     * @param factory of the index
     * @param options of the index
     * @param context that the index is made with
     * @param random for the test's own data; used by one thread
     */
    record World(
            VectorIndexFactory<?> factory,
            Map<String, Object> options,
            TestContext context,
            RandomGenerator random) {
        /** An empty index with the options to be tested. */
        public VectorIndex index(VectorSpace space) {
            return create(factory, space);
        }

        private <C extends Record> VectorIndex create(VectorIndexFactory<C> of, VectorSpace space) {
            return of.create(RecordSchema.of(of.configType()).bind(options, ""), space, context);
        }
    }
}
