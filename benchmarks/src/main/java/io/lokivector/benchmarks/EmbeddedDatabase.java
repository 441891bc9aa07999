package io.lokivector.benchmarks;

import io.lokivector.engine.LokiVector;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.extension.ServiceLoaderRegistry;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.storage.file.FileStorageFactory;
import io.lokivector.storage.memory.MemoryStorageConfig;
import io.lokivector.storage.memory.MemoryStorageFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** The engine as a library, over a storage of choice, in a folder. */
final class EmbeddedDatabase implements AutoCloseable {
    private static final long MEMORY_BYTES_MAX = 16L << 30;

    private final LokiVector engine;
    private final ScheduledExecutorService executor;

    private EmbeddedDatabase(LokiVector engine, ScheduledExecutorService executor) {
        this.engine = engine;
        this.executor = executor;
    }

    /** The world of one component. */
    private record Context(
            InstantSource clock,
            RandomGenerator random,
            DataFiles files,
            ScheduledExecutorService executor,
            Meters meters)
            implements ExtensionContext {
        Context within(String folder) throws IOException {
            return new Context(clock, random, files.folder(folder), executor, meters);
        }
    }

    /**
     * Opens a database with every setting at its default, but without query caches: what is asked
     * again in the next round is to be found again.
     *
     * @param storageType {@code memory} or {@code file}
     */
    static EmbeddedDatabase open(String storageType, Path folder) throws IOException {
        final ScheduledExecutorService executor =
                Executors.newScheduledThreadPool(
                        1, Thread.ofPlatform().daemon().name("background-", 0).factory());
        final Context context =
                new Context(
                        InstantSource.system(),
                        new Random(),
                        DiskFiles.at(folder),
                        executor,
                        Meters.none());
        final Context ofStorage = context.within("storage");
        final StorageEngine storage =
                storageType.equals("memory")
                        ? new MemoryStorageFactory()
                                .create(new MemoryStorageConfig(MEMORY_BYTES_MAX), ofStorage)
                        : create(new FileStorageFactory(), ofStorage);
        return new EmbeddedDatabase(
                new LokiVector(
                        storage,
                        new ServiceLoaderRegistry(EmbeddedDatabase.class.getClassLoader()),
                        context.within("engine"),
                        EngineConfig.schema().bind(Map.of("queryCacheCapacity", 0), "engine")),
                executor);
    }

    private static <C extends Record> StorageEngine create(
            StorageEngineFactory<C> factory, ExtensionContext context) {
        return factory.create(RecordSchema.of(factory.configType()).defaults(), context);
    }

    LokiVector engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close();
        executor.shutdownNow();
    }
}
