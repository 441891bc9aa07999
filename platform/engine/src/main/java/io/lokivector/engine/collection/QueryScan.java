package io.lokivector.engine.collection;

import io.lokivector.engine.document.ColumnShelf;
import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.DocumentMaps;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.ScannedFields;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.query.BlockMatcher;
import io.lokivector.engine.query.Query;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be looked at to find the documents of a view that match a query. The leaves of the
 * shards' tables that stand side by side are one group; groups follow each other in the order of
 * the ids. Immutable: any number of readers may read different groups at the same time.
 */
final class QueryScan {
    private final CollectionView view;
    private final ShardLayout layout;
    private final BlockMatcher matcher;
    private final FieldNames names;
    private final DocumentMaps maps;
    private final ScannedFields scanned;

    /** By shard, ascending; null for all. */
    private final int[] @Nullable [] candidates;

    /** The numbers of the leaves to look at; null for all up to the last. */
    private final int @Nullable [] leaves;

    private final int groups;
    private final EvaluationTime time;

    QueryScan(
            CollectionView view,
            Query query,
            Candidates found,
            FieldNames names,
            DocumentMaps maps,
            ScannedFields scanned,
            EvaluationTime time) {
        this.view = view;
        this.time = time;
        this.layout = view.layout();
        // What an exact plan finds need not be looked at again.
        this.matcher = (found.plan().isExact() ? Query.all() : query).blockMatcher();
        this.names = names;
        this.maps = maps;
        this.scanned = scanned;
        this.candidates = new int[view.shards().size()] @Nullable [];
        for (int shard = 0; shard < candidates.length; shard++) {
            candidates[shard] = found.slots(shard);
        }
        this.leaves = leavesOf(candidates);
        this.groups = leaves == null ? leavesOf(view) : leaves.length;
        if (leaves == null) {
            reader().block.noteScan();
        }
    }

    private static int @Nullable [] leavesOf(int[] @Nullable [] candidates) {
        IntStream slots = IntStream.empty();
        for (final int @Nullable [] ofShard : candidates) {
            if (ofShard == null) {
                return null;
            }
            slots = IntStream.concat(slots, Arrays.stream(ofShard));
        }
        return slots.map(slot -> slot / PersistentTable.LEAF_SLOTS).sorted().distinct().toArray();
    }

    private static int leavesOf(CollectionView view) {
        int leaves = 0;
        for (final ShardView shard : view.shards()) {
            leaves = Math.max(leaves, shard.documents().leaves());
        }
        return leaves;
    }

    /** How many groups of documents there are, to be named by 0 up to here. */
    int groups() {
        return groups;
    }

    /** A number above that of every leaf that is looked at. */
    int leavesEnd() {
        return leaves == null ? groups : groups == 0 ? 0 : leaves[groups - 1] + 1;
    }

    /** Whether all documents are looked at. */
    boolean isWhole() {
        return leaves == null;
    }

    /** How many shards there are. */
    int shards() {
        return candidates.length;
    }

    /** Reads groups, for one thread. */
    Reader reader() {
        return new Reader();
    }

    /** Finds the matches of one group after the other; for one thread. */
    final class Reader {
        private final DocumentBlock block = matcher.block(names, maps, scanned);
        private final PersistentTable.@Nullable Leaf<StoredDocument>[] current;
        private final long[] matches = new long[candidates.length];
        private int leafNumber;
        private int shard;
        private int row;

        @SuppressWarnings({"unchecked", "rawtypes"}) // Java makes no arrays of generic types
        private Reader() {
            current = new PersistentTable.Leaf[candidates.length];
        }

        /** Finds the matches of a group, and gives their number. */
        int read(int group) {
            leafNumber = leaves == null ? group : leaves[group];
            shard = -1;
            row = 0;
            int found = 0;
            for (int i = 0; i < matches.length; i++) {
                matches[i] = match(i);
                found += Long.bitCount(matches[i]);
            }
            return found;
        }

        private long match(int ofShard) {
            final PersistentTable.@Nullable Leaf<StoredDocument> leaf =
                    view.shards().get(ofShard).documents().leaf(leafNumber);
            current[ofShard] = leaf;
            if (leaf == null) {
                return 0;
            }
            final int @Nullable [] wanted = candidates[ofShard];
            final @Nullable ColumnShelf shelf = wanted == null ? shelf(leaf) : known(leaf);
            final long rows = shelf == null ? leaf.present() : shelf.rows();
            final long some = wanted == null ? rows : rows & rowsOf(wanted);
            if (some == 0) {
                return 0;
            }
            block.show(leaf::get, firstId(ofShard), layout.shards(), shelf, some);
            if (!matcher.isCostly()) {
                // A few nanoseconds a row: asking for the time would be felt.
                return matcher.matching(block, some);
            }
            final long begin = System.nanoTime();
            final long found = matcher.matching(block, some);
            time.add(System.nanoTime() - begin);
            return found;
        }

        private long rowsOf(int[] slots) {
            final int from = leafNumber * PersistentTable.LEAF_SLOTS;
            final int found = Arrays.binarySearch(slots, from);
            long rows = 0;
            for (int i = found < 0 ? -found - 1 : found;
                    i < slots.length && slots[i] - from < PersistentTable.LEAF_SLOTS;
                    i++) {
                rows |= 1L << slots[i] - from;
            }
            return rows;
        }

        /** Goes on to the next match of the group, by ascending id; whether there is one. */
        boolean advance() {
            if (matches.length == 1) {
                row = Long.numberOfTrailingZeros(matches[0]);
                matches[0] &= matches[0] - 1;
                shard = 0;
                return row < PersistentTable.LEAF_SLOTS;
            }
            for (; row < PersistentTable.LEAF_SLOTS; row++) {
                while (++shard < matches.length) {
                    if ((matches[shard] >>> row & 1) != 0) {
                        return true;
                    }
                }
                shard = -1;
            }
            return false;
        }

        /** The matches of a shard that have not been gone over, a bit for each row. */
        long matches(int ofShard) {
            return matches[ofShard];
        }

        /** The number of the leaf, of {@link PersistentTable#LEAF_SLOTS} slots, of the group. */
        int leaf() {
            return leafNumber;
        }

        /** Shows the matches of a shard in another window. */
        void show(DocumentBlock other, int ofShard) {
            final PersistentTable.@Nullable Leaf<StoredDocument> leaf = current[ofShard];
            if (leaf != null) {
                other.show(
                        leaf::get,
                        firstId(ofShard),
                        layout.shards(),
                        known(leaf),
                        matches[ofShard]);
            }
        }

        private long firstId(int ofShard) {
            return layout.idOf(ofShard, leafNumber * PersistentTable.LEAF_SLOTS);
        }

        /** The shard of the match. */
        int shard() {
            return shard;
        }

        /** The row of the match in its shard's part of the group. */
        int row() {
            return row;
        }

        /** The {@code $loki} of the match. */
        long id() {
            return layout.idOf(shard, leafNumber * PersistentTable.LEAF_SLOTS + row);
        }

        /** The match as it is stored. */
        StoredDocument document() {
            final PersistentTable.@Nullable Leaf<StoredDocument> leaf = current[shard];
            final @Nullable StoredDocument document = leaf == null ? null : leaf.get(row);
            if (document == null) {
                throw new IllegalStateException("there is no match here");
            }
            return document;
        }
    }

    private static @Nullable ColumnShelf known(PersistentTable.Leaf<StoredDocument> leaf) {
        return (ColumnShelf) leaf.attachment();
    }

    private static ColumnShelf shelf(PersistentTable.Leaf<StoredDocument> leaf) {
        final @Nullable ColumnShelf known = known(leaf);
        if (known != null) {
            return known;
        }
        final ColumnShelf shelf = new ColumnShelf(leaf.present());
        leaf.attach(shelf);
        return shelf;
    }
}
