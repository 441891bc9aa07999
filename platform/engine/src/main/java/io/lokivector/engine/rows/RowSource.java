package io.lokivector.engine.rows;

import io.lokivector.engine.query.Query;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where rows come from: a collection at one moment, or rows that have been chosen from one. */
public interface RowSource {
    /** The rows that match, in their order. */
    Iterator<? extends Map<String, @Nullable Object>> matching(Query query);

    /**
     * Whether these are all the documents of a collection; if not, they were chosen, and their
     * order counts.
     */
    boolean isWhole();

    /** A row of this source as part of an answer, which needs the source no longer. */
    Map<String, @Nullable Object> answer(Map<String, @Nullable Object> row);
}
