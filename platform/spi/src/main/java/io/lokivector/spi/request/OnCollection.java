package io.lokivector.spi.request;

import java.util.Optional;

/**
 * A request about one collection.
 *
 * @param <R> what it answers
 */
public sealed interface OnCollection<R> extends Request<R>
        permits AggregateRequest,
                CacheRequest,
                CollectionRequest,
                DocumentRequest,
                IndexSwitchRequest,
                SearchRequest,
                TransformRequest,
                ViewRequest,
                WriteRequest {
    /** The collection's name. */
    String collection();

    @Override
    default Optional<String> target() {
        return Optional.of(collection());
    }
}
