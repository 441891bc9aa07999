package io.lokivector.engine.recall;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.ShardLayout;
import io.lokivector.engine.index.ExactNearest;
import io.lokivector.engine.index.RecentQueries.RecentQuery;
import io.lokivector.engine.index.ShardVectorIndex;
import io.lokivector.engine.index.VectorField;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * Compares what the indexes of a vector field answer with the exact answer over the vectors that
 * they hold.
 *
 * <p>A result counts as found if it is no farther than the last of the exact answer: of vectors at
 * one distance any will do. The comparison holds only if nothing was written meanwhile; if
 * something was, there is none.
 */
final class RecallCheck {
    /** Of how many nearest it is counted how many were found. */
    static final int AT = 10;

    /** After so many vectors others get their turn. */
    private static final int SLICE = 1024;

    private final CollectionStore store;
    private final VectorField field;
    private final BooleanSupplier mayGoOn;

    /**
     * A check of one field.
     *
     * @param mayGoOn lets others go first, and says whether to go on afterwards
     */
    RecallCheck(CollectionStore store, VectorField field, BooleanSupplier mayGoOn) {
        this.store = store;
        this.field = field;
        this.mayGoOn = mayGoOn;
    }

    /** The share of the ten nearest that the indexes find; empty if it cannot be told now. */
    OptionalDouble shareFound(RecentQuery query) {
        final CollectionView view = store.view();
        if (store.sequence() != view.sequence()) {
            return OptionalDouble.empty();
        }
        final ExactNearest truth = new ExactNearest(field.metric(), query.vector(), AT);
        final ExactNearest found = new ExactNearest(field.metric(), query.vector(), AT);
        final ShardLayout layout = view.layout();
        for (int shard = 0; shard < layout.shards(); shard++) {
            final int end = view.nextId() == 1 ? 0 : layout.slotOf(view.nextId() - 1) + 1;
            if (!answer(query, field.shard(shard), found)
                    || !scan(field.shard(shard), end, truth)) {
                return OptionalDouble.empty();
            }
        }
        return store.sequence() != view.sequence() || truth.size() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) found.among(truth) / truth.size());
    }

    /** Asks the index as the client did, but for no fewer than are looked at. */
    private static boolean answer(RecentQuery query, ShardVectorIndex index, ExactNearest found) {
        final Optional<Neighbors> neighbors =
                index.search(
                        query.vector(),
                        new VectorIndex.Search(
                                Math.max(AT, query.k()), query.effort(), OrdinalFilter.all()));
        for (int rank = 0; rank < neighbors.map(Neighbors::size).orElse(0); rank++) {
            final int slot = neighbors.orElseThrow().ordinal(rank);
            index.forEach(slot, slot + 1, (_, vector) -> found.add(found.distance(vector)));
        }
        return neighbors.isPresent();
    }

    private boolean scan(ShardVectorIndex index, int end, ExactNearest truth) {
        for (int from = 0; from < end; from += SLICE) {
            if (!mayGoOn.getAsBoolean()) {
                return false;
            }
            final int to = Math.min(end, from + SLICE);
            if (!index.forEach(from, to, (_, vector) -> truth.add(truth.distance(vector)))) {
                return false;
            }
        }
        return true;
    }
}
