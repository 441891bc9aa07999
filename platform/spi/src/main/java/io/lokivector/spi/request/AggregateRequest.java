package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that sums up the documents of one collection.
 *
 * @param <R> what it answers
 */
public sealed interface AggregateRequest<R> extends OnCollection<R> {
    @Override
    default Optional<Operation> requiredOperation() {
        return Optional.of(Operation.READ);
    }

    /**
     * Sends all documents through stages: {@code $match}, {@code $group}, {@code $sort} …
     *
     * @param pipeline the stages, each an object of one key; a {@code $lookup} reads another
     *     collection, which the caller must be allowed to do
     */
    record Aggregate(String collection, List<Map<String, @Nullable Object>> pipeline)
            implements AggregateRequest<List<Map<String, @Nullable Object>>> {}

    /**
     * The different values that the matching documents have at a path, in the order of their first
     * appearance. A list counts as its elements.
     */
    record Distinct(String collection, String field, Map<String, @Nullable Object> query)
            implements AggregateRequest<List<@Nullable Object>> {}

    /**
     * Statistics of the values at a path.
     *
     * @param withValues whether the values themselves are to be given, too
     */
    record Statistics(String collection, String field, boolean withValues)
            implements AggregateRequest<FieldStatistics> {}
}
