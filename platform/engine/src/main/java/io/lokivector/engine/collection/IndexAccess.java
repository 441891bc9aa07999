package io.lokivector.engine.collection;

import io.lokivector.engine.query.Condition;
import io.lokivector.engine.query.FieldPath;
import io.lokivector.engine.values.IndexKeyRanges;
import io.lokivector.engine.values.IndexShape;
import io.lokivector.engine.values.TestRanges;
import io.lokivector.engine.values.ValueIndex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what one index can do for conditions that must all hold; for one plan.
 *
 * @param shards the index in each shard
 */
record IndexAccess(String name, List<ValueIndex> shards) {
    /**
     * A way to find documents, and what it makes sure of.
     *
     * @param covered which of the conditions all that it finds meet
     */
    record Way(Plan plan, BitSet covered) {}

    private IndexShape shape() {
        return shards.get(0).shape();
    }

    private boolean isPlain() {
        return shards.stream().allMatch(ValueIndex::isPlain);
    }

    /** The ways that conditions give; none if the index does not help. */
    List<Way> ways(List<Condition> conditions) {
        final List<FieldPath> fields = shape().fields();
        final List<Integer> ofFirst = about(fields.get(0), conditions);
        if (ofFirst.isEmpty()) {
            return List.of();
        }
        if (isPlain()) {
            final @Nullable Way way = way(conditions, ofFirst);
            return way == null ? List.of() : List.of(way);
        }
        // Where a document has several keys, each of them may meet another condition.
        final List<Way> ways = new ArrayList<>();
        for (final int condition : ofFirst) {
            final @Nullable Way way = way(conditions, List.of(condition));
            if (way != null) {
                ways.add(way);
            }
        }
        return ways;
    }

    private static List<Integer> about(FieldPath path, List<Condition> conditions) {
        final List<Integer> found = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i) instanceof Condition.Field(var ofCondition, _)
                    && ofCondition.equals(path)) {
                found.add(i);
            }
        }
        return found;
    }

    private @Nullable Way way(List<Condition> conditions, List<Integer> ofFirst) {
        final List<TestRanges> demanded = new ArrayList<>();
        final List<List<Integer>> exactly = new ArrayList<>();
        for (int field = 0; field < shape().fields().size(); field++) {
            List<Integer> about =
                    field == 0 ? ofFirst : about(shape().fields().get(field), conditions);
            if (field > 0 && about.size() > 1 && !isPlain()) {
                about = about.subList(0, 1);
            }
            if (about.isEmpty()) {
                break;
            }
            final List<Integer> exact = new ArrayList<>();
            @Nullable TestRanges all = null;
            for (final int condition : about) {
                final TestRanges ranges =
                        TestRanges.of(((Condition.Field) conditions.get(condition)).test());
                all = all == null ? ranges : all.and(ranges);
                if (ranges.isExact()) {
                    exact.add(condition);
                }
            }
            if (all == null || all.ranges().isAll()) {
                break;
            }
            demanded.add(all);
            exactly.add(exact);
        }
        final @Nullable IndexKeyRanges ranges =
                demanded.isEmpty() ? null : IndexKeyRanges.of(shape(), demanded);
        if (ranges == null) {
            return null;
        }
        final BitSet covered = new BitSet();
        if (ranges.isExact()) {
            exactly.subList(0, ranges.fieldsUsed()).forEach(each -> each.forEach(covered::set));
        }
        return new Way(
                new Plan.IndexRanges(
                        name,
                        ranges.ranges(),
                        ranges.bounds(),
                        count(ranges),
                        covered.cardinality() == conditions.size()),
                covered);
    }

    private long count(IndexKeyRanges ranges) {
        long count = 0;
        for (final ValueIndex shard : shards) {
            count += ranges.count(shard.entries());
        }
        return count;
    }
}
