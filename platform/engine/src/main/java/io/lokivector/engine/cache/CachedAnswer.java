package io.lokivector.engine.cache;

import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.query.Query;

/** An answer, and the newest moment for which it is known to be true. Thread-safe. */
final class CachedAnswer {
    private final Query query;
    private final Object value;
    private final int bytes;
    private volatile CollectionView trueFor;

    CachedAnswer(Query query, Object value, int bytes, CollectionView trueFor) {
        this.query = query;
        this.value = value;
        this.bytes = bytes;
        this.trueFor = trueFor;
    }

    Object value() {
        return value;
    }

    /** What it occupies, estimated. */
    int bytes() {
        return bytes;
    }

    /** Whether it is true for a view; if it is, it is remembered for the newer of the two. */
    @SuppressWarnings("ReferenceEquality") // one object is one moment, and comparing it is quick
    boolean isTrueFor(CollectionView view, Validity validity) {
        final CollectionView was = trueFor;
        if (was == view) {
            return true;
        }
        if (!validity.holds(query, was, view)) {
            return false;
        }
        if (view.sequence() >= was.sequence()) {
            // Two threads may do this at once: the answer is true for what either of them writes.
            trueFor = view;
        }
        return true;
    }

    boolean isOlderThan(CollectionView view) {
        return trueFor.sequence() <= view.sequence();
    }
}
