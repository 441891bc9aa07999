package io.lokivector.engine.view;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.CollectionView;
import io.lokivector.engine.collection.ShardLayout;
import io.lokivector.engine.collection.ViewDifference;
import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.query.RankKeys;
import io.lokivector.engine.query.StoredMatcher;
import io.lokivector.spi.request.ViewDefinition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The result of a view, kept from one reading to the next.
 *
 * <p>It knows the moment of the collection that it was computed at. When it is read it catches up:
 * it looks only at documents that differ between that moment and now. So a writer pays nothing for
 * views, however many there are, and readers of one view share the work. Thread-safe.
 */
final class DynamicView {
    private final CollectionStore store;
    private final String name;
    private final int filtersMax;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Result result;
    private volatile long lastReadMs;

    DynamicView(CollectionStore store, String name, int filtersMax, long nowMs) {
        this.store = store;
        this.name = name;
        this.filtersMax = filtersMax;
        this.lastReadMs = nowMs;
    }

    /**
     * What was computed; immutable.
     *
     * @param attached the definition as the collection kept it
     * @param sorted empty for the order of insertion
     */
    private record Result(
            CollectionView moment,
            Object attached,
            CompiledView compiled,
            IdSet members,
            Optional<SortedIds> sorted) {
        IdSequence ids() {
            return sorted.isPresent() ? sorted.get() : members;
        }
    }

    /** The view as the collection is now or later. */
    ViewSnapshot read(long nowMs) {
        lastReadMs = nowMs;
        final Result current = current();
        return new ViewSnapshot(store, current.moment, current.ids());
    }

    /**
     * Brings what is kept up to date, lest it keep an old moment of the collection in memory, or
     * forgets it, if nobody has read the view for long.
     */
    void maintain(long idleSinceMs) {
        final @Nullable Result known = result;
        if (known == null) {
            return;
        }
        if (lastReadMs < idleSinceMs && !known.compiled.definition().persistent()) {
            forget();
        } else {
            current();
        }
    }

    /** Keeps no result; the next reading computes it anew. */
    void forget() {
        lock.lock();
        try {
            result = null;
        } finally {
            lock.unlock();
        }
    }

    private Result current() {
        @Nullable Result known = result;
        if (known != null && isCurrent(known)) {
            return known;
        }
        lock.lock();
        try {
            known = result;
            if (known == null || !isCurrent(known)) {
                known = next(known, store.view());
                result = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // a moment is published once
    private boolean isCurrent(Result known) {
        return known.moment == store.view();
    }

    private Result next(@Nullable Result known, CollectionView now) {
        final Object attached = DynamicViews.attached(now, name);
        if (known == null || !attached.equals(known.attached)) {
            final ViewDefinition definition = DefinitionMap.definition(name, attached);
            return compute(now, attached, CompiledView.of(definition, filtersMax));
        }
        final ViewDifference difference = new ViewDifference(known.moment, now);
        return difference.documentsMax() > now.size() / 2
                ? compute(now, attached, known.compiled)
                : catchUp(known, difference)
                        .orElseGet(() -> compute(now, attached, known.compiled));
    }

    private Result compute(CollectionView now, Object attached, CompiledView compiled) {
        final IdSet.Editor members = IdSet.empty().edit();
        final List<SortedIds.Row> rows = new ArrayList<>();
        final Iterator<DocumentMap> found = store.matching(now, compiled.query());
        while (found.hasNext()) {
            final DocumentMap document = found.next();
            members.add(document.id());
            compiled.ranks()
                    .ifPresent(ranks ->
                            rows.add(new SortedIds.Row(ranks.of(document), document.id())));
        }
        return new Result(
                now,
                attached,
                compiled,
                members.finish(),
                compiled.ranks().flatMap(ranks -> SortedIds.empty(ranks).change(List.of(), rows)));
    }

    /** Takes over what changed; empty if the result does not fit what it was made of. */
    private Optional<Result> catchUp(Result known, ViewDifference difference) {
        final Changes changes = new Changes(known, difference.newer());
        difference.forEach(changes);
        changes.finishBlock();
        final Optional<SortedIds> sorted =
                known.sorted.flatMap(before -> before.change(changes.removed, changes.added));
        if (known.sorted.isPresent() && sorted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Result(
                        difference.newer(),
                        known.attached,
                        known.compiled,
                        changes.members.finish(),
                        sorted));
    }

    /**
     * Gathers what comes into the view, goes out of it, and moves within: documents that changed
     * are looked at in blocks of neighbours.
     */
    private final class Changes implements ViewDifference.Visitor {
        private final CollectionView moment;
        private final ShardLayout layout;
        private final CompiledView compiled;
        private final StoredMatcher matcher;
        private final IdSet.Editor members;
        private final List<SortedIds.Row> removed = new ArrayList<>();
        private final List<SortedIds.Row> added = new ArrayList<>();

        private final @Nullable StoredDocument[] before =
                new @Nullable StoredDocument[DocumentBlock.ROWS];
        private final @Nullable StoredDocument[] after =
                new @Nullable StoredDocument[DocumentBlock.ROWS];
        private int shard;
        private int block;
        private long changed;
        private long present;

        Changes(Result known, CollectionView moment) {
            this.moment = moment;
            this.layout = moment.layout();
            this.compiled = known.compiled;
            this.matcher = store.matcher(known.compiled.query());
            this.members = known.members.edit();
        }

        @Override
        public boolean visit(
                int inShard,
                int slot,
                long id,
                @Nullable StoredDocument older,
                @Nullable StoredDocument newer) {
            final int row = slot % DocumentBlock.ROWS;
            if (inShard != shard || slot - row != block) {
                finishBlock();
                shard = inShard;
                block = slot - row;
            }
            before[row] = older;
            after[row] = newer;
            changed |= 1L << row;
            if (newer != null) {
                present |= 1L << row;
            }
            return true;
        }

        /** Looks at the documents gathered so far. */
        void finishBlock() {
            final long matching =
                    present == 0
                            ? 0
                            : matcher.matching(
                                    row -> after[row],
                                    layout.idOf(shard, block),
                                    layout.shards(),
                                    present);
            for (long rest = changed; rest != 0; rest &= rest - 1) {
                final int row = Long.numberOfTrailingZeros(rest);
                take(
                        layout.idOf(shard, block + row),
                        before[row],
                        (matching >>> row & 1) != 0 ? after[row] : null);
            }
            changed = 0;
            present = 0;
        }

        /** Takes over a document, which is null if it is not in the view any more. */
        private void take(long id, @Nullable StoredDocument older, @Nullable StoredDocument newer) {
            final boolean was = members.contains(id);
            if (newer != null) {
                members.add(id);
            } else {
                members.remove(id);
            }
            if (compiled.ranks().isPresent()) {
                final RankKeys ranks = compiled.ranks().get();
                move(
                        ranks,
                        id,
                        was && older != null ? ranks.of(store.map(moment, id, older)) : null,
                        newer != null ? ranks.of(store.map(moment, id, newer)) : null);
            }
        }

        private void move(
                RankKeys ranks,
                long id,
                @Nullable Object @Nullable [] from,
                @Nullable Object @Nullable [] to) {
            if (from != null && to != null && ranks.compare(from, 0, to, 0) == 0) {
                return;
            }
            if (from != null) {
                removed.add(new SortedIds.Row(from, id));
            }
            if (to != null) {
                added.add(new SortedIds.Row(to, id));
            }
        }
    }
}
