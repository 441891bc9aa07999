package io.lokivector.engine.cache;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.ViewDifference;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.query.Query;
import io.lokivector.spi.LokiVectorException;
import org.jspecify.annotations.Nullable;

/**
 * An answer stays true if few documents have changed since, and none of them matched the query
 * before it changed, or matches it now.
 *
 * <p>Then the same documents match, they are the same, and so is their order, whatever they are
 * sorted by. Indexes never change an answer, but making one may change how documents are kept, so
 * an answer does not outlive the indexes that it was found with.
 */
final class UnseenChanges implements Validity {
    /** It must stay cheaper than a new answer, which an index may find in no time. */
    static final int CHANGES_MAX = 256;

    private final CollectionStore collection;

    UnseenChanges(CollectionStore collection) {
        this.collection = collection;
    }

    @Override
    public boolean holds(Query query, CollectionView was, CollectionView is) {
        if (!was.definition().indexes().equals(is.definition().indexes())
                || !was.definition().columns().equals(is.definition().columns())) {
            return false;
        }
        final ViewDifference difference = new ViewDifference(was, is);
        if (difference.documentsMax() > CHANGES_MAX) {
            return false;
        }
        try {
            return difference.forEach(new Looking(query, was, is));
        } catch (LokiVectorException e) {
            // A document takes too long to be looked at; whoever asks is to be told so.
            return false;
        }
    }

    /** Goes on for as long as it sees nothing that matches. */
    private final class Looking implements ViewDifference.Visitor {
        private final Query query;
        private final CollectionView was;
        private final CollectionView is;
        private int seen;

        Looking(Query query, CollectionView was, CollectionView is) {
            this.query = query;
            this.was = was;
            this.is = is;
        }

        @Override
        public boolean visit(
                int shard,
                int slot,
                long id,
                @Nullable StoredDocument before,
                @Nullable StoredDocument after) {
            seen++;
            return seen <= CHANGES_MAX && !matches(was, id) && !matches(is, id);
        }

        private boolean matches(CollectionView view, long id) {
            return collection.document(view, id).filter(query::matches).isPresent();
        }
    }
}
