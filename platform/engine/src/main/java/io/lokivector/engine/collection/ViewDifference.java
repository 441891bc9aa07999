package io.lokivector.engine.collection;

import io.lokivector.engine.document.StoredDocument;
import org.jspecify.annotations.Nullable;

/**
 * What changed in a collection from one view of it to a later one; immutable, for any number of
 * threads.
 *
 * <p>Views share what did not change, so finding the changes takes time in proportion to them, not
 * to the collection. Nothing is computed until it is asked for.
 *
 * @param older what the collection was
 * @param newer what it became
 */
public record ViewDifference(CollectionView older, CollectionView newer) {
    /** Is handed the documents that changed. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes a document that changed.
         *
         * @param id its {@code $loki}
         * @param before null if it is new
         * @param after null if it was removed
         * @return whether to go on
         */
        boolean visit(
                int shard,
                int slot,
                long id,
                @Nullable StoredDocument before,
                @Nullable StoredDocument after);
    }

    /**
     * Checks that both are of one collection.
     *
     * @throws IllegalArgumentException if they are not
     */
    public ViewDifference {
        if (older.definition().number() != newer.definition().number()) {
            throw new IllegalArgumentException("the views are of different collections");
        }
    }

    /**
     * How many documents differ at most: how many were inserted, changed and removed in between.
     *
     * <p>Costs nothing. {@link #forEach} may name more, of which most have merely been read from
     * the storage again after it had failed.
     */
    public long documentsMax() {
        long changes = 0;
        for (int shard = 0; shard < newer.shards().size(); shard++) {
            changes +=
                    Math.abs(
                            newer.shards().get(shard).sequence()
                                    - older.shards().get(shard).sequence());
        }
        return changes;
    }

    /**
     * Hands over every document that differs, one shard after the other, in each by ascending
     * {@code $loki}. A document may be handed over whose versions say the same.
     *
     * @return whether it went to the end, the visitor not having stopped it
     */
    public boolean forEach(Visitor visitor) {
        for (int shard = 0; shard < newer.shards().size(); shard++) {
            if (!forEach(shard, visitor)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Hands over every document of a shard that differs, by ascending {@code $loki}.
     *
     * @return whether it went to the end, the visitor not having stopped it
     */
    public boolean forEach(int shard, Visitor visitor) {
        final ShardLayout layout = newer.layout();
        return PersistentTable.difference(
                older.shards().get(shard).documents(),
                newer.shards().get(shard).documents(),
                (slot, before, after) ->
                        visitor.visit(shard, slot, layout.idOf(shard, slot), before, after));
    }
}
