package io.lokivector.engine.cache;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.spi.request.CacheInfo;
import io.lokivector.spi.request.CacheRequest;
import io.lokivector.spi.request.Done;

/** Carries out requests about query caches. Thread-safe. */
public final class CacheDesk {
    private final QueryCaches caches;

    /** A desk for these caches. */
    public CacheDesk(QueryCaches caches) {
        this.caches = caches;
    }

    /** Carries out a request about the cache of a collection. */
    public Object carryOut(CollectionStore collection, CacheRequest<?> request) {
        final QueryCache cache = caches.of(collection);
        return switch (request) {
            case CacheRequest.DescribeCache _ -> cache.info(collection.view());
            case final CacheRequest.ResizeCache resize -> {
                cache.resize(resize.capacity());
                yield new Done(said(collection.name(), cache.info(collection.view())));
            }
        };
    }

    private static String said(String collection, CacheInfo info) {
        final String cache = "The query cache of collection '" + collection + "' ";
        return switch (info.capacity()) {
            case 0 -> cache + "is off";
            case 1 -> cache + "keeps 1 answer";
            default -> cache + "keeps up to " + info.capacity() + " answers";
        };
    }
}
