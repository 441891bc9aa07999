package io.lokivector.engine.search;

import io.lokivector.engine.collection.MatchingSlots;
import io.lokivector.engine.index.Distances;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.index.OrdinalFilter;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in every shard.
 *
 * @param vector of the dimension of the field, finite; not changed
 * @param effort as in {@link io.lokivector.spi.index.VectorIndex.Search}
 * @param exact whether to compare with every vector
 * @param filter the documents that may be found; null for all
 */
@SuppressWarnings("ArrayRecordComponent") // the query vector, not changed
record SearchTarget(
        VectorField field,
        float[] vector,
        Distances distances,
        int effort,
        boolean exact,
        @Nullable MatchingSlots filter) {
    SearchTarget(
            VectorField field,
            float[] vector,
            int effort,
            boolean exact,
            @Nullable MatchingSlots filter) {
        this(field, vector, new Distances(field.metric(), vector), effort, exact, filter);
    }

    /** The same among other documents. */
    SearchTarget among(MatchingSlots documents) {
        return new SearchTarget(field, vector, distances, effort, exact, documents);
    }

    OrdinalFilter filterOf(int shard) {
        return filter == null ? OrdinalFilter.all() : filter.shard(shard);
    }
}
