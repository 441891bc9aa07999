package io.lokivector.engine;

import io.lokivector.engine.aggregate.FieldValues;
import io.lokivector.engine.aggregate.Pipeline;
import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.engine.rows.CollectionRows;
import io.lokivector.engine.rows.Moment;
import io.lokivector.spi.request.AggregateRequest;
import io.lokivector.spi.request.FieldStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sums up the documents of a collection. Thread-safe. */
final class Aggregations {
    private final CollectionStore store;
    private final Function<String, CollectionStore> collections;
    private final EngineConfig config;

    Aggregations(
            CollectionStore store,
            Function<String, CollectionStore> collections,
            EngineConfig config) {
        this.store = store;
        this.collections = collections;
        this.config = config;
    }

    List<Map<String, @Nullable Object>> aggregate(
            List<? extends Map<String, @Nullable Object>> pipeline) {
        final Pipeline parsed = Pipeline.parse(pipeline);
        final Moment moment = new Moment(collections);
        return parsed.run(
                moment.of(store), moment, config.pipelineRowsMax(), config.findResultsMax());
    }

    List<@Nullable Object> distinct(String field, Map<String, @Nullable Object> query) {
        return values(field).distinct(query);
    }

    FieldStatistics statistics(String field, boolean withValues) {
        return values(field).statistics(withValues);
    }

    private FieldValues values(String field) {
        return new FieldValues(new CollectionRows(store), field, config.pipelineRowsMax());
    }

    /** What a request for an aggregation is answered. */
    Object answer(AggregateRequest<?> request) {
        return switch (request) {
            case AggregateRequest.Aggregate(_, var pipeline) -> aggregate(pipeline);
            case AggregateRequest.Distinct(_, var field, var query) -> distinct(field, query);
            case AggregateRequest.Statistics(_, var field, boolean withValues) ->
                    statistics(field, withValues);
        };
    }

    /** The other collections that a request reads. */
    static Set<String> alsoReads(AggregateRequest<?> request) {
        return request instanceof AggregateRequest.Aggregate(_, var pipeline)
                ? Pipeline.parse(pipeline).alsoReads()
                : Set.of();
    }
}
