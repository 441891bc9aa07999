package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for what is near.
 *
 * @param <R> what it answers: documents, nearest first, with {@code $distance} and {@code
 *     $similarity} (and {@code $score}, {@code $vectorScore}, {@code $queryMatch} when hybrid);
 *     with {@code groupBy} groups {@code {group, hits}} of such documents
 */
public sealed interface SearchRequest<R> extends OnCollection<R> {
    @Override
    default Optional<Operation> requiredOperation() {
        return Optional.of(Operation.READ);
    }

    /** One search. */
    record Search(String collection, SearchOptions options)
            implements SearchRequest<List<Map<String, @Nullable Object>>> {}

    /** Several searches over one moment of the collection, answered in order. */
    record SearchBatch(String collection, List<SearchOptions> searches)
            implements SearchRequest<List<List<Map<String, @Nullable Object>>>> {
        public SearchBatch {
            searches = List.copyOf(searches);
        }
    }
}
