package io.lokivector.engine.collection;

import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.SortKey;
import io.lokivector.engine.values.KeyRanges;
import io.lokivector.engine.values.KeyTree;
import io.lokivector.engine.values.ValueIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That the first few documents of an order are found by walking an index of the field they are
 * sorted by, instead of looking at all that match; immutable data.
 *
 * @param index its name
 * @param descending whether it is walked from its end
 * @param parts what to walk of it, by shard
 * @param keys how many keys that are
 * @param isExact whether all documents that it leads to match
 * @param effort how many documents may be looked at before the walk is given up
 */
record IndexOrder(
        String index,
        boolean descending,
        List<Part> parts,
        long keys,
        boolean isExact,
        long effort) {
    /**
     * One document out of so many may be wanted, and so many times fewer may be looked at in vain:
     * a step of a walk costs some ten times what a scan takes for a document, on one core.
     */
    static final int SHARE = 64;

    /** Keeps a copy of the list. */
    IndexOrder {
        parts = List.copyOf(parts);
    }

    /** The ranks of a shard's keys from one to before another. */
    record Part(KeyTree tree, int from, int to) {}

    /**
     * The walk that answers a query, if it is likely to be less work than a plan.
     *
     * @param plan the best for the condition alone
     * @param wanted how many documents are wanted from the beginning of the order
     * @param share {@link #SHARE}, unless tried with another
     */
    static Optional<IndexOrder> of(
            CollectionView view,
            Query query,
            Plan plan,
            DocumentOrder order,
            long wanted,
            int share) {
        if (order.keys().size() != 1 || wanted >= view.size() / share) {
            return Optional.empty();
        }
        final SortKey key = order.keys().get(0);
        final @Nullable IndexDefinition index = indexOf(view, key.path().toString());
        if (index == null) {
            return Optional.empty();
        }
        final Plan.@Nullable IndexRanges ranges =
                new IndexPlanner(view, PlanCosts.estimated())
                        .ranges(index.field(), query.condition());
        final List<Part> parts = new ArrayList<>();
        long keys = 0;
        for (final ShardView shard : view.shards()) {
            final @Nullable ValueIndex values = shard.values().get(index.field());
            if (values == null || !values.isPlain()) {
                return Optional.empty();
            }
            final Part part = part(values.entries(), ranges);
            parts.add(part);
            keys += part.to - part.from;
        }
        final boolean isExact =
                plan instanceof Plan.FullScan && plan.isExact()
                        || ranges != null && ranges.isExact() && ranges.ranges().size() == 1;
        final long effort = wanted + Math.min(keys / share, plan.estimate());
        return wanted < keys / share && (isExact || isPromising(plan, view, wanted, effort))
                ? Optional.of(
                        new IndexOrder(
                                index.field(), key.descending(), parts, keys, isExact, effort))
                : Optional.empty();
    }

    /** An index whose keys tell the order of all documents, or null. */
    private static @Nullable IndexDefinition indexOf(CollectionView view, String field) {
        for (final IndexDefinition index : view.definition().valueIndexes()) {
            if (index.fields().equals(List.of(field))
                    && !index.type().equals(IndexDefinition.HASH)
                    && !IndexPlanner.hasVectors(view, index)) {
                return index;
            }
        }
        return null;
    }

    /** What is between the first and the last of the ranges; more than they hold, if several. */
    private static Part part(KeyTree tree, Plan.@Nullable IndexRanges ranges) {
        if (ranges == null) {
            return new Part(tree, 0, tree.size());
        }
        final List<KeyRanges.Range> all = ranges.ranges();
        return all.isEmpty()
                ? new Part(tree, 0, 0)
                : new Part(tree, tree.rank(all.getFirst().from()), tree.rank(all.getLast().to()));
    }

    /** Whether enough matches are to be expected, as if the condition had no say in the order. */
    private static boolean isPromising(Plan plan, CollectionView view, long wanted, long effort) {
        return plan instanceof Plan.FullScan
                || plan.estimate() > 0 && (double) wanted * view.size() / plan.estimate() <= effort;
    }
}
