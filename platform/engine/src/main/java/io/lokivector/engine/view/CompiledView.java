package io.lokivector.engine.view;

import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.engine.query.RankKeys;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A definition of a view that has been understood.
 *
 * @param definition what it was made of
 * @param query what all filters together demand
 * @param ranks what the documents are sorted by; empty for the order of insertion
 */
record CompiledView(ViewDefinition definition, Query query, Optional<RankKeys> ranks) {
    private static final QueryLimits LIMITS = QueryLimits.standard();

    /**
     * Understands a definition.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming the place, if a
     *     filter or the sort is malformed, or all filters together are too much
     */
    static CompiledView of(ViewDefinition definition, int filtersMax) {
        final List<ViewFilter> filters = definition.filters();
        if (filters.size() > filtersMax) {
            throw BadRequest.at("filters", "a view has at most " + filtersMax + " filters");
        }
        // One by one at first, for the sake of the path in what is said of a mistake.
        filters.forEach(filter -> Query.parse(filter.query(), LIMITS));
        return new CompiledView(
                definition,
                switch (filters.size()) {
                    case 0 -> Query.all();
                    case 1 -> Query.parse(filters.getFirst().query(), LIMITS);
                    default ->
                            Query.parse(
                                    Map.of(
                                            "$and",
                                            filters.stream().map(ViewFilter::query).toList()),
                                    LIMITS);
                },
                definition.sort().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new RankKeys(DocumentOrder.parse(definition.sort(), LIMITS))));
    }
}
