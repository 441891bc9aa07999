package io.lokivector.benchmarks.scale;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.index.MemoryParts;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.spi.schema.RecordSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * A vector index of a type on the class path, alone, for cosine.
 *
 * @param folder of its own, deleted when it is closed
 */
record MeasuredIndex(VectorIndex index, Path folder, ScheduledExecutorService executor)
        implements AutoCloseable {
    private static final long SEED = 100;

    /** The world of the index. */
    private record Context(
            InstantSource clock,
            RandomGenerator random,
            DataFiles files,
            ScheduledExecutorService executor,
            Meters meters)
            implements ExtensionContext {}

    static MeasuredIndex make(String type, Map<String, Object> options, int dimension)
            throws IOException {
        for (final VectorIndexFactory<?> factory : ServiceLoader.load(VectorIndexFactory.class)) {
            if (factory.type().equals(type)) {
                final Path folder = Files.createTempDirectory("lokivector-index");
                final ScheduledExecutorService executor =
                        Executors.newScheduledThreadPool(
                                2, Thread.ofPlatform().daemon().name("background-", 0).factory());
                final Context context =
                        new Context(
                                InstantSource.system(),
                                new Random(SEED),
                                DiskFiles.at(folder),
                                executor,
                                Meters.none());
                final VectorSpace space = new VectorSpace(dimension, Metric.COSINE);
                return new MeasuredIndex(
                        create(factory, options, space, context), folder, executor);
            }
        }
        throw new IllegalArgumentException("no index of type '" + type + "' is on the class path");
    }

    private static <C extends Record> VectorIndex create(
            VectorIndexFactory<C> factory,
            Map<String, Object> options,
            VectorSpace space,
            ExtensionContext context) {
        final C config = RecordSchema.of(factory.configType()).bind(options, "options");
        return factory.create(config, space, context);
    }

    /** The bytes of its parts, or of all of it if it does not tell. */
    Map<String, Long> memoryParts() {
        return index instanceof final MemoryParts parts
                ? parts.memoryParts()
                : Map.of("all", index.memoryBytes());
    }

    @Override
    public void close() throws IOException {
        index.close();
        executor.shutdownNow();
        Folder.delete(folder);
    }
}
