package io.lokivector.engine;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.storage.file.FileStorageFactory;
import io.lokivector.tck.TestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A database in a folder, put together by hand. */
final class TestDatabase implements AutoCloseable {
    final LokiVector engine;
    final TestContext context;

    private TestDatabase(LokiVector engine, TestContext context) {
        this.engine = engine;
        this.context = context;
    }

    static TestDatabase open(Path directory, ExtensionRegistry registry) {
        return open(directory, registry, Map.of(), storage -> storage);
    }

    /** Opens a database with its storage wrapped. */
    static TestDatabase open(
            Path directory,
            ExtensionRegistry registry,
            Map<String, @Nullable Object> config,
            UnaryOperator<StorageEngine> wrapping) {
        try {
            final Map<String, @Nullable Object> values = new LinkedHashMap<>(config);
            values.putIfAbsent("durability", "os");
            values.putIfAbsent("defaultVectorIndex", "toy");
            final TestContext context = new TestContext(DiskFiles.at(directory.resolve("engine")));
            final StorageEngine storage =
                    storage(
                            new FileStorageFactory(),
                            new TestContext(DiskFiles.at(directory.resolve("storage"))));
            return new TestDatabase(
                    new LokiVector(
                            wrapping.apply(storage),
                            registry,
                            context,
                            EngineConfig.schema().bind(values, "engine")),
                    context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <C extends Record> StorageEngine storage(
            StorageEngineFactory<C> factory, TestContext context) {
        return factory.create(RecordSchema.of(factory.configType()).defaults(), context);
    }

    @Override
    public void close() {
        engine.close();
        context.close();
    }
}
