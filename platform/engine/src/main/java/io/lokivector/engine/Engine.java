package io.lokivector.engine;

import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.OnCollection;
import io.lokivector.spi.storage.DurableMap;
import java.util.List;
import java.util.function.Predicate;

/** An open database, as the gateway uses it. Thread-safe. */
public interface Engine extends AutoCloseable {
    /**
     * Carries out a request about one collection. Blocks until it is done; a write is durable then.
     *
     * @param <R> what the request answers
     * @throws io.lokivector.spi.LokiVectorException if it cannot; nothing has changed then
     */
    <R> R execute(OnCollection<R> request);

    /**
     * Finds out what a request takes beyond what it says: what a transform does that it only names,
     * and which other collections it reads. Whoever grants rights asks this first, and then has the
     * resolved request carried out. Nothing is read or changed.
     *
     * @param <R> what the request answers
     * @throws io.lokivector.spi.LokiVectorException if what it names is not there, or is malformed
     */
    <R> Resolved<R> resolve(OnCollection<R> request);

    /**
     * Carries out a request about the changes feed.
     *
     * @param visible the names of collections that the caller may see, where it asks for all
     * @param <R> what the request answers
     * @throws io.lokivector.spi.LokiVectorException if it cannot; nothing has changed then
     */
    <R> R execute(ChangeRequest<R> request, Predicate<String> visible);

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
