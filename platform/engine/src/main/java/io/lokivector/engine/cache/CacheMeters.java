package io.lokivector.engine.cache;

import io.lokivector.spi.extension.Meters;

/** Counts hits and misses of all query caches of a database. Thread-safe. */
final class CacheMeters {
    private final Meters.Counter hits;
    private final Meters.Counter misses;

    CacheMeters(Meters meters) {
        this.hits = meters.counter("query.cache.hits", "Queries answered by a query cache.");
        this.misses =
                meters.counter("query.cache.misses", "Queries that no query cache could answer.");
    }

    void hit() {
        hits.add(1);
    }

    void missed() {
        misses.add(1);
    }
}
