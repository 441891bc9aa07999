package io.lokivector.benchmarks.scale;

import io.lokivector.engine.Collection;
import io.lokivector.engine.LokiVector;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.SearchOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Documents with a vector each, in the engine as a library over files. */
final class VectorDocuments implements AutoCloseable {
    private static final String NAME = "glosses";
    private static final String FIELD = "vector";
    private static final int K = 10;
    private static final int BATCH = 1_000;

    private final LokiVector database;
    private final Collection collection;

    private VectorDocuments(LokiVector database, Collection collection) {
        this.database = database;
        this.collection = collection;
    }

    /** Opens the database in a folder, where the collection may be already. */
    static VectorDocuments open(Path folder) {
        // Without the cache, which would answer a query that is asked again.
        final EngineConfig config =
                EngineConfig.schema().bind(Map.of("queryCacheCapacity", 0), "engine");
        final LokiVector database = LokiVector.open(folder, config);
        return new VectorDocuments(
                database,
                database.findCollection(NAME).orElseGet(() -> database.createCollection(NAME)));
    }

    Collection collection() {
        return collection;
    }

    /** Makes the index; it may take a while until it is ready. */
    void createIndex(String type, Map<String, Object> options, int dimension) {
        final Map<String, @Nullable Object> all = new HashMap<>(options);
        all.put("dimensions", dimension);
        all.put("metric", "cosine");
        collection.createIndex(FIELD, type, all);
    }

    IndexInfo index() {
        return collection.indexes().getFirst();
    }

    /** Waits until the index answers. */
    void awaitReady() throws InterruptedException {
        while (index().state() != IndexInfo.State.READY) {
            if (index().state() == IndexInfo.State.UNAVAILABLE) {
                throw new IllegalStateException(index().reason());
            }
            Thread.sleep(10);
        }
    }

    /** Inserts the first vectors of a source in batches. */
    List<Long> insertAll(VectorSource source, int count) {
        final List<Long> ids = new ArrayList<>(count);
        for (int first = 0; first < count; first += BATCH) {
            ids.addAll(
                    collection.insert(
                            IntStream.range(first, Math.min(count, first + BATCH))
                                    .parallel()
                                    .mapToObj(i -> document(source, i))
                                    .toList()));
        }
        return ids;
    }

    /** The document with a source's vector of a number. */
    static Map<String, @Nullable Object> document(VectorSource source, int number) {
        return Map.of("number", number, FIELD, source.vector(number));
    }

    /** The ten nearest to a query. */
    List<Map<String, @Nullable Object>> search(float[] query, int effort) {
        return collection.search(options(query, Map.of("ef", effort)));
    }

    /** The ten nearest with the effort that is the index's own. */
    List<Map<String, @Nullable Object>> search(float[] query) {
        return collection.search(options(query, Map.of()));
    }

    /** The ten nearest by comparing with every document. */
    List<Map<String, @Nullable Object>> exact(float[] query) {
        return collection.search(options(query, Map.of("exact", true)));
    }

    private static SearchOptions options(float[] query, Map<String, Object> more) {
        final Map<String, Object> options = new HashMap<>(more);
        options.put("vector", query);
        options.put("k", K);
        return SearchOptions.schema().bind(options, "");
    }

    /** The numbers of what a search found. */
    static int[] numbers(List<Map<String, @Nullable Object>> found) {
        return found.stream().mapToInt(VectorDocuments::number).toArray();
    }

    private static int number(Map<String, @Nullable Object> document) {
        return document.get("number") instanceof final Number number ? number.intValue() : -1;
    }

    /** How far a document was found to be. */
    static double distance(Map<String, @Nullable Object> document) {
        return document.get("$distance") instanceof final Number number
                ? number.doubleValue()
                : Double.NaN;
    }

    @Override
    public void close() {
        database.close();
    }
}
