package io.lokivector.spi.request;

/**
 * The query cache of a collection as clients see it. The counts begin when the database is opened.
 *
 * @param capacity how many answers it keeps at most; 0 if it is off
 * @param entries how many answers it keeps
 * @param bytes what these occupy, estimated
 * @param hits how many queries it answered
 * @param misses how many it could not answer
 */
public record CacheInfo(int capacity, long entries, long bytes, long hits, long misses) {
    /** The share of the queries that it answered, from 0 to 1; 0 if there was none. */
    public double hitRate() {
        return hits == 0 ? 0 : (double) hits / (hits + misses);
    }
}
