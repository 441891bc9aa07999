package io.lokivector.engine.cache;

import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.query.Query;

/** The rule by which an answer that is true for one moment of a collection is true for another. */
@FunctionalInterface
interface Validity {
    /**
     * Whether every answer about the documents that match the query is the same for both views. A
     * rule that is not sure says no.
     */
    boolean holds(Query query, CollectionView was, CollectionView is);
}
