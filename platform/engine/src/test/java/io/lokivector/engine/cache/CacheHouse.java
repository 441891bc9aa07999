package io.lokivector.engine.cache;

import io.lokivector.engine.collection.Catalogue;
import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.ScanWorkers;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.engine.extension.ServiceLoaderRegistry;
import io.lokivector.engine.feed.ChangeFeed;
import io.lokivector.engine.index.EmbeddingModels;
import io.lokivector.engine.index.IndexTypes;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.storage.memory.MemoryStorageFactory;
import io.lokivector.tck.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One collection in memory, and a cache beside it of whatever rule. */
final class CacheHouse implements AutoCloseable {
    private static final int BYTES_MAX = 1 << 20;

    final CollectionStore collection;
    private final TestContext context;
    private final StorageEngine storage;

    CacheHouse(Path directory, Map<String, @Nullable Object> options) throws IOException {
        context = new TestContext(DiskFiles.at(directory));
        storage = storage(new MemoryStorageFactory());
        final ExtensionRegistry registry =
                new ServiceLoaderRegistry(CacheHouse.class.getClassLoader());
        final Catalogue catalogue =
                new Catalogue(
                        new CollectionStore.World(
                                storage,
                                context.files().folder("indexes"),
                                context.clock(),
                                EngineConfig.defaults(),
                                new IndexTypes(registry, context),
                                new EmbeddingModels(registry, context),
                                new ChangeFeed(storage, EngineConfig.defaults()),
                                new ScanWorkers(2)));
        collection = catalogue.create("c", options);
    }

    private <C extends Record> StorageEngine storage(StorageEngineFactory<C> factory) {
        return factory.create(RecordSchema.of(factory.configType()).defaults(), context);
    }

    QueryCache cache(int capacity) {
        return cache(capacity, new UnseenChanges(collection));
    }

    QueryCache cache(int capacity, Validity validity) {
        return new QueryCache(
                collection, capacity, BYTES_MAX, validity, new CacheMeters(Meters.none()));
    }

    void index(String field, String type) {
        if (collection.view().definition().index(field).isEmpty()) {
            collection.indexes().create(List.of(field), Optional.of(type), Map.of());
        } else {
            collection.indexes().drop(field);
        }
    }

    @Override
    public void close() {
        collection.close();
        storage.close();
        context.close();
    }
}
