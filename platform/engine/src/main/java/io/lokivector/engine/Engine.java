package io.lokivector.engine;

import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.OnCollection;
import io.lokivector.spi.storage.DurableMap;
import java.util.List;

/** An open database, as the gateway uses it. Thread-safe. */
public interface Engine extends AutoCloseable {
    /**
     * Carries out a request about one collection. Blocks until it is done; a write is durable then.
     *
     * @param <R> what the request answers
     * @throws io.lokivector.spi.LokiVectorException if it cannot; nothing has changed then
     */
    <R> R execute(OnCollection<R> request);

    /** All collections, by name. */
    List<CollectionInfo> collections();

    /**
     * The map in which the component of this name remembers what it must; made when first asked.
     */
    DurableMap durableMap(String owner);

    /** Finishes pending writes durably and releases everything; idempotent. */
    @Override
    void close();
}
