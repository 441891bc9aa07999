package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.util.Optional;

/**
 * A request about the query cache of a collection.
 *
 * @param <R> what it answers
 */
public sealed interface CacheRequest<R> extends OnCollection<R> {
    /** Describes the query cache. */
    record DescribeCache(String collection) implements CacheRequest<CacheInfo> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /**
     * Says how many answers the query cache may keep.
     *
     * @param capacity 0 switches it off; empty for what the server is configured to
     */
    record ResizeCache(String collection, Optional<Integer> capacity)
            implements CacheRequest<Done> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }
}
