package io.lokivector.spi.index;

import java.util.List;

/**
 * What a {@link VectorIndex} also is when it answers several queries together for less than it
 * would cost to answer them one after the other; optional.
 *
 * <p>An index that scans is one: it compares a vector with all queries while the vector is in the
 * processor's cache. Threads: as for {@link VectorIndex#search}.
 */
public interface BatchSearch {
    /**
     * Searches for several queries alike.
     *
     * @param queries each of the dimension of the space, finite; may be empty
     * @param search what to search for, the same for all
     * @return what {@link VectorIndex#search} answers for each query, in their order
     * @throws IllegalArgumentException if a query has another length, or a component that is not
     *     finite
     */
    List<Neighbors> search(List<float[]> queries, VectorIndex.Search search);
}
