package io.lokivector.engine.search;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.MatchingSlots;
import io.lokivector.engine.collection.ShardLayout;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.index.ShardVectorIndex;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the documents of a view that are nearest to a vector, in all shards.
 *
 * <p>The indexes give candidates. Their distances are computed again, exactly, from the vectors
 * that the documents of this view have, so that an answer is of one piece whatever is written
 * meanwhile. Thread-safe.
 */
final class NearestDocuments {
    /** From so many documents on, another thread is worth its waking up. */
    private static final int PARALLEL_DOCUMENTS = 16_384;

    /** So many slots are worth being compared as a part of their own. */
    private static final int PART_SLOTS = 8_192;

    /** Each part of an exact search has candidates of its own: there are not too many parts. */
    private static final int PARTS_MAX = 8;

    private final CollectionStore store;
    private final CollectionView view;
    private final ShardLayout layout;

    NearestDocuments(CollectionStore store, CollectionView view) {
        this.store = store;
        this.view = view;
        this.layout = view.layout();
    }

    /**
     * The nearest of all shards, nearest first; fewer if there are no more.
     *
     * <p>Every search of a vector index goes through here.
     */
    List<Hit> nearest(SearchTarget target, int count) {
        final List<List<Hit>> byShard =
                new ArrayList<>(Collections.nCopies(layout.shards(), List.of()));
        sideBySide(
                layout.shards(),
                shard ->
                        byShard.set(
                                shard,
                                target.exact()
                                        ? exact(target, shard, count)
                                        : approximate(target, shard, count)));
        if (!target.exact() && target.filter() == null) {
            target.field().recent().offer(target.vector(), count, target.effort());
        }
        if (byShard.size() == 1) {
            return byShard.getFirst();
        }
        final List<Hit> hits = new ArrayList<>();
        byShard.forEach(hits::addAll);
        return first(hits, count);
    }

    private static List<Hit> first(List<Hit> hits, int count) {
        hits.sort(Hit.NEAREST_FIRST);
        return hits.size() > count ? hits.subList(0, count) : hits;
    }

    private void sideBySide(int parts, IntConsumer action) {
        if (parts == 1 || view.size() < PARALLEL_DOCUMENTS) {
            for (int part = 0; part < parts; part++) {
                action.accept(part);
            }
        } else {
            store.workers().forEach(parts, action);
        }
    }

    private List<Hit> approximate(SearchTarget target, int shard, int count) {
        final ShardVectorIndex index = target.field().shard(shard);
        final OrdinalFilter filter = target.filterOf(shard);
        if (view.size(shard) == 0 || filter.cardinality() == 0) {
            return List.of();
        }
        int asked = count;
        while (true) {
            final Optional<Neighbors> found =
                    index.search(
                            target.vector(),
                            new VectorIndex.Search(asked, target.effort(), filter));
            if (found.isEmpty()) {
                return exact(target, shard, count);
            }
            final List<Hit> hits = visible(target, shard, found.get());
            // Some may be of documents that this view has not, or has no more.
            if (hits.size() >= count
                    || found.get().size() < asked
                    || asked >= Integer.MAX_VALUE / 2) {
                return first(hits, count);
            }
            asked *= 2;
        }
    }

    private List<Hit> visible(SearchTarget target, int shard, Neighbors found) {
        final List<Hit> hits = new ArrayList<>(found.size());
        for (int rank = 0; rank < found.size(); rank++) {
            final int slot = found.ordinal(rank);
            final @Nullable StoredDocument stored = view.document(shard, slot);
            if (stored == null) {
                continue;
            }
            final DocumentMap document = store.map(view, layout.idOf(shard, slot), stored);
            final float @Nullable [] vector = document.sharedVector(target.field().field());
            if (vector != null && vector.length == target.vector().length) {
                hits.add(new Hit(document, target.distances().to(vector)));
            }
        }
        return hits;
    }

    /** Compares with the vectors of all documents of a shard that may be found. */
    private List<Hit> exact(SearchTarget target, int shard, int count) {
        final int end = view.endSlot(shard);
        final int parts = Math.clamp(Math.ceilDiv(end, PART_SLOTS), 1, PARTS_MAX);
        final int size = Math.ceilDiv(end, parts);
        final List<List<Hit>> byPart = new ArrayList<>(Collections.nCopies(parts, List.of()));
        sideBySide(
                parts,
                part ->
                        byPart.set(
                                part,
                                exact(
                                        target,
                                        shard,
                                        part * size,
                                        Math.min(part * size + size, end),
                                        count)));
        final List<Hit> hits = new ArrayList<>();
        byPart.forEach(hits::addAll);
        return first(hits, count);
    }

    private List<Hit> exact(SearchTarget target, int shard, int from, int end, int count) {
        final PriorityQueue<Hit> nearest = new PriorityQueue<>(Hit.NEAREST_FIRST.reversed());
        final float[] vector = new float[target.vector().length];
        for (int slot = next(target, shard, from);
                slot >= 0 && slot < end;
                slot = next(target, shard, slot + 1)) {
            final @Nullable StoredDocument stored = view.document(shard, slot);
            if (stored == null) {
                continue;
            }
            final DocumentMap document = store.map(view, layout.idOf(shard, slot), stored);
            if (!copyVector(target.field(), document, shard, slot, vector)) {
                continue;
            }
            final double distance = target.distances().to(vector);
            if (nearest.size() < count) {
                nearest.add(new Hit(document, distance));
            } else if (distance < nearest.element().distance()) {
                // One that is as far away was inserted later, and comes after.
                nearest.remove();
                nearest.add(new Hit(document, distance));
            }
        }
        return new ArrayList<>(nearest);
    }

    private static boolean copyVector(
            VectorField field, DocumentMap document, int shard, int slot, float[] vector) {
        final String name = field.field();
        if (document.hasColumnVector(name)) {
            return field.copyVector(shard, slot, document.id(), document.stored(), vector);
        }
        // It may still stand as a list in a document that was there before the index.
        final float @Nullable [] listed = document.vector(name);
        if (listed == null || listed.length != vector.length) {
            return false;
        }
        System.arraycopy(listed, 0, vector, 0, vector.length);
        return true;
    }

    private int next(SearchTarget target, int shard, int from) {
        final @Nullable MatchingSlots filter = target.filter();
        return filter == null ? view.nextSlot(shard, from) : filter.shard(shard).next(from);
    }
}
