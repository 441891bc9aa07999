package io.lokivector.engine.view;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.document.DocumentMap;
import java.util.Iterator;
import java.util.PrimitiveIterator;

/** A dynamic view at one moment of its collection; immutable, for any number of threads. */
public final class ViewSnapshot {
    private final CollectionStore store;
    private final CollectionView moment;
    private final IdSequence ids;

    ViewSnapshot(CollectionStore store, CollectionView moment, IdSequence ids) {
        this.store = store;
        this.moment = moment;
        this.ids = ids;
    }

    /** The collection at that moment. */
    public CollectionView moment() {
        return moment;
    }

    /** How many documents the view has. */
    public long size() {
        return ids.size();
    }

    /** The documents in the order of the view, without the first ones; for one thread. */
    public Iterator<DocumentMap> documents(long offset) {
        final PrimitiveIterator.OfLong left = ids.from(offset);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return left.hasNext();
            }

            @Override
            public DocumentMap next() {
                return store.document(moment, left.nextLong()).orElseThrow();
            }
        };
    }
}
