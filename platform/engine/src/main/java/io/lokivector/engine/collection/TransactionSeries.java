package io.lokivector.engine.collection;

import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.feed.ChangeBatch;
import io.lokivector.engine.index.CollectionVectors;
import io.lokivector.engine.index.VectorChange;
import io.lokivector.spi.storage.WriteBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Transactions one after the other that become one batch, each of which sees what those before it
 * did; for one thread, under the writer's lock.
 *
 * <p>A transaction that fails leaves nothing, and does not end the series.
 */
final class TransactionSeries {
    private final Spaces spaces;
    private final FieldNames names;
    private final CollectionVectors vectors;
    private final long nowMs;
    private final List<Transaction.Outcome> outcomes = new ArrayList<>();
    private CollectionView view;
    private int savedNames;

    /**
     * A series upon a view.
     *
     * @param savedNames how many field names are in the storage already
     */
    TransactionSeries(
            CollectionView tip,
            Spaces spaces,
            FieldNames names,
            CollectionVectors vectors,
            long nowMs,
            int savedNames) {
        this.view = tip;
        this.spaces = spaces;
        this.names = names;
        this.vectors = vectors;
        this.nowMs = nowMs;
        this.savedNames = savedNames;
    }

    /** Does work in a transaction of its own; if it fails, nothing of it was done. */
    <R> R add(CommitQueue.Work<R> work) {
        final Transaction transaction = new Transaction(view, spaces, names, vectors);
        final R result = work.on(view, transaction);
        if (!transaction.isEmpty()) {
            final int namesNow = names.size();
            final Transaction.Outcome outcome = transaction.finish(nowMs, savedNames);
            outcomes.add(outcome);
            view = outcome.view();
            savedNames = namesNow;
        }
        return result;
    }

    /** Uses up the ids of an insert that was refused, as the original does. */
    void useUp(DuplicateKeyException refused) {
        if (refused.id() >= view.nextId()) {
            view = view.withNextId(refused.id() + 1);
        }
    }

    /** The collection after what has been done so far. */
    CollectionView view() {
        return view;
    }

    /** How many field names are in the storage after what has been done so far. */
    int savedNames() {
        return savedNames;
    }

    /** Whether nothing is to be written. */
    boolean isEmpty() {
        return outcomes.isEmpty();
    }

    /** What came of all; only if something did. */
    Transaction.Outcome outcome() {
        if (outcomes.size() > 1) {
            return together();
        }
        final Transaction.Outcome only = outcomes.getFirst();
        return only.view().nextId() == view.nextId() ? only : only.withNextId(view.nextId());
    }

    private Transaction.Outcome together() {
        final WriteBatch batch = new WriteBatch();
        final List<VectorChange> changes = new ArrayList<>();
        final List<StoredDocument> keeping = new ArrayList<>();
        final Map<String, Integer> newDimensions = new HashMap<>();
        final ChangeBatch feed = new ChangeBatch();
        boolean changesExisting = false;
        boolean resetsIds = false;
        for (final Transaction.Outcome outcome : outcomes) {
            batch.addAll(outcome.batch());
            changes.addAll(outcome.vectorChanges());
            keeping.addAll(outcome.keeping());
            feed.addAll(outcome.feed());
            newDimensions.putAll(outcome.newDimensions());
            changesExisting |= outcome.changesExisting();
            resetsIds |= outcome.resetsIds();
        }
        return new Transaction.Outcome(
                view,
                batch,
                newestOfEach(changes),
                keeping,
                changesExisting,
                resetsIds,
                newDimensions,
                feed);
    }

    /** The place of a vector. */
    private record Place(String field, int shard, int slot) {}

    /**
     * One change of each vector: the newest, which supersedes what the first superseded. Versions
     * in between were never seen.
     */
    private static List<VectorChange> newestOfEach(List<VectorChange> changes) {
        final Map<Place, VectorChange> newest = new LinkedHashMap<>();
        for (final VectorChange change : changes) {
            newest.merge(
                    new Place(change.field(), change.shard(), change.slot()),
                    change,
                    (first, then) ->
                            new VectorChange(
                                    then.field(),
                                    then.shard(),
                                    then.slot(),
                                    then.vector(),
                                    first.superseded()));
        }
        return List.copyOf(newest.values());
    }
}
