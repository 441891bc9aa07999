package io.lokivector.spi.request;

import java.util.List;

/**
 * What a dynamic view is: documents of a collection that meet its filters, in its order, always as
 * the collection is.
 *
 * @param filters in the order of their coming; without any, all documents are in the view
 * @param sort pairs of property and whether it descends, a bare property ascends; empty for the
 *     order of insertion
 * @param persistent whether its result is kept in memory even when nobody reads it for long; the
 *     definition of a view is kept in any case
 */
public record ViewDefinition(
        String name, List<ViewFilter> filters, List<Object> sort, boolean persistent) {
    /** Keeps copies of the lists. */
    public ViewDefinition {
        filters = List.copyOf(filters);
        sort = List.copyOf(sort);
    }

    /** A view of all documents, for filters to be added to. */
    public static ViewDefinition named(String name) {
        return new ViewDefinition(name, List.of(), List.of(), false);
    }
}
