package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import io.lokivector.engine.index.CollectionVectors;
import io.lokivector.engine.query.Query;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a view that match a query, by ascending {@code $loki}, found one after the
 * other; for one thread.
 */
final class DocumentScan implements Iterator<DocumentMap> {
    private final CollectionView view;
    private final ShardLayout layout;
    private final Query query;
    private final FieldNames names;
    private final CollectionVectors vectors;
    private final SlotWalk[] walks;
    private @Nullable DocumentMap next;

    DocumentScan(CollectionView view, Query query, FieldNames names, CollectionVectors vectors) {
        this.view = view;
        this.layout = view.layout();
        this.query = query;
        this.names = names;
        this.vectors = vectors;
        this.walks = new SlotWalk[view.shards().size()];
        final Candidates candidates = Candidates.of(view, query);
        for (int shard = 0; shard < walks.length; shard++) {
            walks[shard] = new SlotWalk(view.shards().get(shard), candidates.slots(shard));
        }
        this.next = advance();
    }

    /** The slots of one shard that are to be looked at, ascending. */
    private static final class SlotWalk {
        private final ShardView shard;
        private final int @Nullable [] candidates;
        private int at;
        private int slot;

        SlotWalk(ShardView shard, int @Nullable [] candidates) {
            this.shard = shard;
            this.candidates = candidates;
            this.slot = -1;
            step();
        }

        void step() {
            if (candidates == null) {
                slot = shard.documents().nextSlot(slot + 1);
            } else {
                slot = at < candidates.length ? candidates[at++] : -1;
            }
        }
    }

    private @Nullable DocumentMap advance() {
        while (true) {
            int nearest = -1;
            long nearestId = Long.MAX_VALUE;
            for (int shard = 0; shard < walks.length; shard++) {
                if (walks[shard].slot >= 0) {
                    final long id = layout.idOf(shard, walks[shard].slot);
                    if (id < nearestId) {
                        nearest = shard;
                        nearestId = id;
                    }
                }
            }
            if (nearest < 0) {
                return null;
            }
            final int slot = walks[nearest].slot;
            walks[nearest].step();
            final @Nullable StoredDocument document = view.document(nearest, slot);
            if (document != null) {
                final DocumentMap map = map(nearest, slot, nearestId, document);
                if (query.matches(map)) {
                    return map;
                }
            }
        }
    }

    private DocumentMap map(int shard, int slot, long id, StoredDocument document) {
        final Vectors ofDocument = field -> vectors.vector(field, shard, slot, id, document);
        return new DocumentMap(id, document, names, ofDocument);
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public DocumentMap next() {
        final @Nullable DocumentMap result = next;
        if (result == null) {
            throw new NoSuchElementException();
        }
        next = advance();
        return result;
    }
}
