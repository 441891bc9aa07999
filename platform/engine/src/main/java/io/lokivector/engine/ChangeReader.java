package io.lokivector.engine;

import io.lokivector.engine.collection.Catalogue;
import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.feed.ChangeFeed;
import io.lokivector.engine.feed.Selection;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.ChangeRequest.Start;
import io.lokivector.spi.request.Done;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;

/** Carries out requests about the changes feed. Thread-safe. */
final class ChangeReader {
    private final Catalogue catalogue;
    private final ChangeFeed feed;

    ChangeReader(Catalogue catalogue, ChangeFeed feed) {
        this.catalogue = catalogue;
        this.feed = feed;
    }

    /**
     * Carries out a request.
     *
     * @param visible the names of collections that the caller may see
     */
    @SuppressWarnings("unchecked") // Each kind of request is paired with its answer right here.
    <R> R execute(ChangeRequest<R> request, Predicate<String> visible) {
        final Object answer =
                switch (request) {
                    case ChangeRequest.ReadChanges(
                                    Optional<String> collection,
                                    Start start,
                                    int limit) ->
                            feed.read(selection(collection, start, visible), start, checked(limit));
                    case ChangeRequest.WatchChanges(Optional<String> collection, Start start) ->
                            feed.watch(selection(collection, start, visible), start);
                    case ChangeRequest.FlushChanges(Optional<String> collection) -> {
                        flush(collection, visible);
                        yield new Done("Changes flushed");
                    }
                };
        return (R) answer;
    }

    private static int checked(int limit) {
        if (limit < 1 || limit > ChangeRequest.LIMIT_MAX) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "limit must be 1 to " + ChangeRequest.LIMIT_MAX + ", not " + limit);
        }
        return limit;
    }

    private Selection selection(
            Optional<String> collection, Start start, Predicate<String> visible) {
        final boolean isUnflushed = start instanceof Start.Unflushed;
        if (collection.isPresent()) {
            final CollectionStore store = catalogue.require(collection.get());
            final long after = isUnflushed ? store.flushedTo() : store.createdAfter();
            // Whoever may read the collection may know what became of it under another name.
            return new Selection(OptionalInt.of(store.number()), _ -> true, _ -> after);
        }
        return new Selection(
                OptionalInt.empty(), visible, isUnflushed ? flushedByNumber() : _ -> 0);
    }

    /** Of collections that are gone, nothing is wanted. */
    private IntToLongFunction flushedByNumber() {
        final Map<Integer, Long> flushed = new HashMap<>();
        catalogue.all().forEach(store -> flushed.put(store.number(), store.flushedTo()));
        return number -> flushed.getOrDefault(number, Long.MAX_VALUE);
    }

    private void flush(Optional<String> collection, Predicate<String> visible) {
        if (collection.isPresent()) {
            catalogue.require(collection.get()).flushChanges();
            return;
        }
        for (final CollectionStore store : catalogue.all()) {
            if (visible.test(store.name())) {
                store.flushChanges();
            }
        }
    }
}
