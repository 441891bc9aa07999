package io.lokivector.engine.rows;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.IndexDefinition;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.query.Query;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The documents of a collection at one moment. */
public final class CollectionRows implements RowSource {
    private final CollectionStore store;
    private final CollectionView view;

    /** The documents as they are now. */
    public CollectionRows(CollectionStore store) {
        this(store, store.view());
    }

    /** The documents of a view. */
    public CollectionRows(CollectionStore store, CollectionView view) {
        this.store = store;
        this.view = view;
    }

    @Override
    public Iterator<DocumentMap> matching(Query query) {
        return store.matching(view, query);
    }

    /**
     * Makes something of each stretch of the matching documents, and takes what was made in the
     * order of the stretches.
     *
     * @param make called by several threads, each with documents that only it may ask for
     * @param take called by the calling thread
     */
    public <P> void inParts(
            Query query, Function<Iterator<DocumentMap>, P> make, Consumer<P> take) {
        store.inParts(view, query, make, take);
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public Map<String, @Nullable Object> answer(Map<String, @Nullable Object> row) {
        return row instanceof final DocumentMap document ? answer(document) : row;
    }

    private DocumentMap answer(DocumentMap document) {
        final List<String> columns = view.definition().columns();
        return columns.isEmpty() ? document : document.answer(columns, _ -> true, Map.of());
    }

    /** How many documents match. */
    public long count(Query query) {
        return store.count(view, query);
    }

    /** Whether an index finds the documents by the rank of their values in a top-level field. */
    public boolean isOrderedBy(String field) {
        return field.indexOf('.') < 0 && isIndexed(field);
    }

    private boolean isIndexed(String field) {
        return view.definition()
                .index(field)
                .filter(index ->
                        index.type().equals(IndexDefinition.ORDERED)
                                || index.type().equals(IndexDefinition.UNIQUE))
                .isPresent();
    }

    /** How many documents there are. */
    public long size() {
        return view.size();
    }
}
