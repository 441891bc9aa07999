package io.lokivector.engine.cache;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.spi.extension.Meters;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The query caches of a database, one for each of its collections. Thread-safe. */
public final class QueryCaches {
    private final EngineConfig config;
    private final CacheMeters meters;
    private final Supplier<List<CollectionStore>> collections;
    private final Function<CollectionStore, Validity> validity;

    /**
     * No cache yet.
     *
     * @param collections gives all that there are at the moment
     */
    public QueryCaches(
            EngineConfig config, Meters meters, Supplier<List<CollectionStore>> collections) {
        this(config, meters, collections, UnseenChanges::new);
    }

    QueryCaches(
            EngineConfig config,
            Meters meters,
            Supplier<List<CollectionStore>> collections,
            Function<CollectionStore, Validity> validity) {
        this.config = config;
        this.meters = new CacheMeters(meters);
        this.collections = collections;
        this.validity = validity;
        meters.gauge(
                "query.cache.entries",
                "Answers in all query caches.",
                () -> sum(QueryCache::entries));
        meters.gauge(
                "query.cache.bytes",
                "What the answers in all query caches occupy, estimated.",
                () -> sum(QueryCache::bytes));
    }

    private double sum(ToLongFunction<QueryCache> value) {
        return collections.get().stream().map(this::of).mapToLong(value).sum();
    }

    /** The cache of a collection. */
    public QueryCache of(CollectionStore collection) {
        return collection.companion(
                QueryCache.class,
                store ->
                        new QueryCache(
                                store,
                                config.queryCacheCapacity(),
                                config.queryCacheBytes(),
                                validity.apply(store),
                                meters));
    }
}
