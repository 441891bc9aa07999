package io.lokivector.engine;

import io.lokivector.engine.collection.Catalogue;
import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.ScanWorkers;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.feed.ChangeFeed;
import io.lokivector.engine.index.EmbeddingModels;
import io.lokivector.engine.index.IndexTypes;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.request.SampledRecall;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.storage.memory.MemoryStorageFactory;
import io.lokivector.tck.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collections in memory, whose vectors are points of a line. */
@SuppressWarnings("exports") // of tests, for tests
public final class VectorHouse implements AutoCloseable {
    public final TestContext context;
    public final Catalogue catalogue;
    public final IndexTypes types;
    private final StorageEngine storage;

    /** An empty house. */
    public VectorHouse(Path directory) throws IOException {
        context = TestContext.singleThreaded(DiskFiles.at(directory), 1);
        storage = storage(new MemoryStorageFactory());
        final TestRegistry registry = new TestRegistry();
        registry.add(new ForgetfulIndexFactory());
        types = new IndexTypes(registry, context);
        catalogue =
                new Catalogue(
                        new CollectionStore.World(
                                storage,
                                context.files().folder("indexes"),
                                context.clock(),
                                EngineConfig.defaults(),
                                types,
                                new EmbeddingModels(registry, context),
                                new ChangeFeed(storage, EngineConfig.defaults()),
                                new ScanWorkers(2)));
    }

    private <C extends Record> StorageEngine storage(StorageEngineFactory<C> factory) {
        return factory.create(RecordSchema.of(factory.configType()).defaults(), context);
    }

    /** A collection of the points 0, 1, 2 and so on, in the field {@code e}. */
    public CollectionStore points(String name, int count, Map<String, @Nullable Object> options) {
        final CollectionStore collection = catalogue.create(name, Map.of("shards", 2));
        collection.indexes().create(List.of("e"), Optional.of("forgetful"), options);
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(Map.of("e", new float[] {i}));
        }
        collection.writer().insert(documents);
        return collection;
    }

    /** Searches for the three points nearest to a place. */
    public static void search(CollectionStore collection, double place, int effort) {
        collection
                .vectors()
                .field("e")
                .orElseThrow()
                .recent()
                .offer(new float[] {(float) place}, 3, effort);
    }

    /** What is known of the recall of the only index. */
    public static Optional<SampledRecall> recall(CollectionStore collection) {
        return collection.indexInfos().getFirst().recall();
    }

    @Override
    public void close() {
        catalogue.all().forEach(CollectionStore::close);
        storage.close();
        context.close();
    }
}
