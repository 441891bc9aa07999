package io.lokivector.engine.transform;

import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.query.Query;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a transform, understood. */
sealed interface Step {
    /**
     * Keeps the rows that match.
     *
     * @param written the query as it was written
     */
    record Find(Query query, Map<String, @Nullable Object> written) implements Step {
        boolean takesAll() {
            return written.isEmpty();
        }
    }

    /** Puts the rows in an order; equal rows keep theirs. */
    record Sort(DocumentOrder order, String path) implements Step {}

    /** Keeps the first rows. */
    record Limit(int count) implements Step {}

    /** Leaves out the first rows. */
    record Offset(int count) implements Step {}

    /**
     * Puts beside each row the row of other data whose key has the same text.
     *
     * @param removeMeta whether to leave {@code $loki} out of the sides of the joined rows
     */
    record EqualityJoin(
            RightSide right, FieldPath leftKey, FieldPath rightKey, boolean removeMeta, String path)
            implements Step {}

    /** What rows are joined with. */
    sealed interface RightSide {}

    /** The documents of a collection. */
    record OfCollection(String name) implements RightSide {}

    /** Rows that came with the step. */
    record Given(List<Map<String, @Nullable Object>> rows) implements RightSide {}

    /** Removes the documents that are left from their collection, and yields nothing. */
    record Remove(String path) implements Step {}
}
