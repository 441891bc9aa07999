package io.lokivector.engine.rows;

import io.lokivector.engine.query.Query;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents that have been chosen from a collection, in an order that counts: those of a view. */
public final class ChosenRows implements RowSource {
    private final Iterable<? extends Map<String, @Nullable Object>> documents;
    private final CollectionRows collection;

    /**
     * Rows in the order of an iteration, which may begin more than once.
     *
     * @param collection where they are from
     */
    public ChosenRows(
            Iterable<? extends Map<String, @Nullable Object>> documents,
            CollectionRows collection) {
        this.documents = documents;
        this.collection = collection;
    }

    @Override
    public Iterator<? extends Map<String, @Nullable Object>> matching(Query query) {
        return new MatchingRows(documents.iterator(), query);
    }

    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    public Map<String, @Nullable Object> answer(Map<String, @Nullable Object> row) {
        return collection.answer(row);
    }
}
