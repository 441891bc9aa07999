package io.lokivector.engine;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.engine.extension.ServiceLoaderRegistry;
import io.lokivector.engine.extension.Sockets;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Opens a database as a library: takes the directory, and finds the modules on the class path. */
final class EmbeddedOpening {
    private static final String STORAGE_TYPE = "file";

    private EmbeddedOpening() {}

    static LokiVector open(Path directory, EngineConfig config) {
        try {
            final DiskFiles files = DiskFiles.at(directory);
            final Closeable lock = files.lock();
            try {
                return open(files, lock, config);
            } catch (RuntimeException | IOException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the database in " + directory, e);
        }
    }

    private static LokiVector open(DiskFiles files, Closeable lock, EngineConfig config)
            throws IOException {
        final ClassLoader loader = classLoader();
        final ExtensionRegistry registry = new ServiceLoaderRegistry(loader);
        final StorageEngineFactory<?> factory = storageFactory(registry);
        final ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("lokivector-", 0).factory());
        try {
            final ComponentContext context =
                    new ComponentContext(
                            InstantSource.system(),
                            new SecureRandom(),
                            files.folder("engine"),
                            executor,
                            Meters.none());
            final StorageEngine storage =
                    create(factory, ComponentContext.of(context, files.folder("storage")));
            try {
                return new LokiVector(
                        storage, registry, context, config, () -> release(lock, executor));
            } catch (RuntimeException e) {
                storage.close();
                throw e;
            }
        } catch (RuntimeException | IOException e) {
            executor.shutdownNow();
            throw e;
        }
    }

    /** Libraries in a container see their dependencies through the thread's loader. */
    private static ClassLoader classLoader() {
        final @Nullable ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? LokiVector.class.getClassLoader() : ofThread;
    }

    private static StorageEngineFactory<?> storageFactory(ExtensionRegistry registry) {
        return registry.find(Sockets.STORAGE_ENGINE, STORAGE_TYPE)
                .orElseThrow(() ->
                        new LokiVectorException(
                                ErrorCode.BAD_REQUEST,
                                "the class path has no storage engine of type '"
                                        + STORAGE_TYPE
                                        + "'; add the artifact"
                                        + " io.lokivector:lokivector-storage-file"))
                .factory();
    }

    private static <C extends Record> StorageEngine create(
            StorageEngineFactory<C> factory, ComponentContext context) {
        return factory.create(RecordSchema.of(factory.configType()).defaults(), context);
    }

    private static void release(Closeable lock, ScheduledThreadPoolExecutor executor) {
        executor.shutdownNow();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock the data directory", e);
        }
    }
}
