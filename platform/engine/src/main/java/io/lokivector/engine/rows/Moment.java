package io.lokivector.engine.rows;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The collections that one request reads, each as it was when the request first asked for it. For
 * one thread.
 */
public final class Moment {
    private final Function<String, CollectionStore> collections;
    private final Map<String, CollectionRows> seen = new HashMap<>();

    /**
     * A moment at which nothing has been looked at.
     *
     * @param collections gives the collection of a name, or throws that there is none
     */
    public Moment(Function<String, CollectionStore> collections) {
        this.collections = collections;
    }

    /** The documents of a collection. */
    public CollectionRows of(String collection) {
        return seen.computeIfAbsent(
                collection, name -> new CollectionRows(collections.apply(name)));
    }

    /** The documents of a collection at a moment that is the one of the request from now on. */
    public CollectionRows at(CollectionStore store, CollectionView view) {
        final CollectionRows rows = new CollectionRows(store, view);
        seen.put(store.name(), rows);
        return rows;
    }

    /** The documents of a collection that is at hand; the same as by its name. */
    public CollectionRows of(CollectionStore store) {
        return seen.computeIfAbsent(store.name(), _ -> new CollectionRows(store));
    }
}
