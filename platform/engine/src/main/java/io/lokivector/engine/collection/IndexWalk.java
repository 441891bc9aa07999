package io.lokivector.engine.collection;

import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.query.KeyWriter;
import io.lokivector.engine.values.KeyTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the documents of a view in the {@linkplain IndexOrder order of an index}: from value to
 * value, and among those whose values rank alike by ascending id. For one walk by one thread.
 */
final class IndexWalk {
    private static final int SLOTS_AT_ONCE = 64;

    /** Tells of documents whether they match. */
    @FunctionalInterface
    interface Matching {
        /** Whether a document matches. */
        boolean matches(long id, StoredDocument document);
    }

    private final CollectionView view;
    private final IndexOrder order;
    private final Matching matching;
    private final List<Shard> shards = new ArrayList<>();
    private long steps;
    private long documents;

    IndexWalk(CollectionView view, IndexOrder order, Matching matching) {
        this.view = view;
        this.order = order;
        this.matching = matching;
        for (int shard = 0; shard < order.parts().size(); shard++) {
            shards.add(new Shard(shard, order.parts().get(shard)));
        }
    }

    /**
     * The first matches, or all if there are no more; null if that would take more effort than the
     * order allows, or if a key that was cut off leaves the order open.
     */
    @Nullable FoundDocuments first(int wanted) {
        final FoundDocuments found = new FoundDocuments(0);
        while (found.size() < wanted) {
            final byte @Nullable [] rank = nextRank();
            if (rank == null) {
                return found;
            }
            final PriorityQueue<Run> runs = new PriorityQueue<>(Comparator.comparingLong(Run::id));
            for (final Shard shard : shards) {
                if (shard.rank != null
                        && Arrays.equals(rank, shard.rank)
                        && !shard.takeRuns(rank, runs)) {
                    return null;
                }
            }
            if (!take(runs, found, wanted)) {
                return null;
            }
        }
        return found;
    }

    /** How many documents have been looked at. */
    long documents() {
        return documents;
    }

    /** The rank that comes first in any shard, or null at the end. */
    private byte @Nullable [] nextRank() {
        byte @Nullable [] next = null;
        for (final Shard shard : shards) {
            if (shard.rank != null
                    && (next == null
                            || Arrays.compareUnsigned(shard.rank, next) < 0
                                    != order.descending())) {
                next = shard.rank;
            }
        }
        return next;
    }

    /** Takes the matches of runs by ascending id; whether the effort allowed it. */
    private boolean take(PriorityQueue<Run> runs, FoundDocuments found, int wanted) {
        while (found.size() < wanted) {
            final @Nullable Run run = runs.poll();
            if (run == null) {
                return true;
            }
            if (!step()) {
                return false;
            }
            final long id = run.id();
            final @Nullable StoredDocument document = view.document(id);
            documents++;
            if (document != null && (order.isExact() || matching.matches(id, document))) {
                found.add(id, document);
            }
            if (run.advance()) {
                runs.add(run);
            }
        }
        return true;
    }

    private boolean step() {
        return ++steps <= order.effort();
    }

    /** What is left of one shard. */
    private final class Shard {
        private final int number;
        private final KeyTree tree;
        private int from;
        private int to;

        /** That of the next key; null at the end. */
        private byte @Nullable [] rank;

        Shard(int number, IndexOrder.Part part) {
            this.number = number;
            this.tree = part.tree();
            this.from = part.from();
            this.to = part.to();
            this.rank = peek();
        }

        private byte @Nullable [] peek() {
            if (from >= to) {
                return null;
            }
            final byte[] key = tree.key(order.descending() ? to - 1 : from);
            return Arrays.copyOf(key, KeyWriter.endOfRank(key, 0, key.length));
        }

        /** Hands over all that ranks like the next key, and goes on; false to give up. */
        boolean takeRuns(byte[] taken, PriorityQueue<Run> runs) {
            final int begin;
            final int end;
            if (order.descending()) {
                begin = Math.max(from, tree.rank(taken));
                end = to;
                to = begin;
            } else {
                final byte[] after = Arrays.copyOf(taken, taken.length + 1);
                after[taken.length] = (byte) KeyWriter.AFTER;
                begin = from;
                end = Math.min(to, tree.rank(after));
                from = end;
            }
            // Values that rank alike and are not equal have different keys, each with its slots.
            for (int next = begin; next < end; ) {
                final byte[] key = tree.key(next);
                if (key.length >= KeyTree.KEY_BYTES_MAX || next > begin && !step()) {
                    return false;
                }
                final int last = Math.min(end, tree.rank(Arrays.copyOf(key, key.length + 1)));
                runs.add(new Run(number, tree, next, last));
                next = last;
            }
            rank = peek();
            return true;
        }
    }

    /** The documents of one key in one shard, by ascending id; never without one. */
    private final class Run {
        private final int shard;
        private final KeyTree tree;
        private final int to;
        private int next;
        private int[] slots;
        private int at;

        Run(int shard, KeyTree tree, int from, int to) {
            this.shard = shard;
            this.tree = tree;
            this.to = to;
            this.next = Math.min(to, from + SLOTS_AT_ONCE);
            this.slots = tree.slots(from, next);
        }

        long id() {
            return view.layout().idOf(shard, slots[at]);
        }

        boolean advance() {
            if (++at < slots.length) {
                return true;
            }
            final int end = Math.min(to, next + SLOTS_AT_ONCE);
            slots = tree.slots(next, end);
            next = end;
            at = 0;
            return slots.length > 0;
        }
    }
}
