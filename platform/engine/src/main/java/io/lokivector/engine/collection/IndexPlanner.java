package io.lokivector.engine.collection;

import io.lokivector.engine.query.Comparison;
import io.lokivector.engine.query.Condition;
import io.lokivector.engine.query.ValueTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the documents of a shard that can match a condition by its indexes of values. There may be
 * some among them that do not match, but none is left out.
 */
final class IndexPlanner {
    /** Beyond this share of all documents it is faster to look at them in order. */
    private static final int WORTHWHILE_DIVISOR = 2;

    private final Map<String, OrderedIndex> indexes;

    private IndexPlanner(Map<String, OrderedIndex> indexes) {
        this.indexes = indexes;
    }

    /** Ranges of the entries of an index. */
    private record Range(OrderedIndex index, int from, int to) {
        int size() {
            return Math.max(0, to - from);
        }
    }

    /**
     * The slots that can match, ascending; null if no index helps.
     *
     * @param number the shard's
     */
    static int @Nullable [] candidates(
            Condition condition, ShardView shard, int number, ShardLayout layout) {
        final @Nullable List<Object> ids = ids(condition);
        if (ids != null) {
            return ids.stream()
                    .filter(Long.class::isInstance)
                    .mapToLong(Long.class::cast)
                    .filter(id -> layout.isPossible(id) && layout.shardOf(id) == number)
                    .mapToInt(layout::slotOf)
                    .sorted()
                    .distinct()
                    .toArray();
        }
        if (shard.values().isEmpty()) {
            return null;
        }
        final @Nullable List<Range> ranges = new IndexPlanner(shard.values()).plan(condition);
        if (ranges == null || sizeOf(ranges) > shard.size() / WORTHWHILE_DIVISOR) {
            return null;
        }
        final IntStream.Builder slots = IntStream.builder();
        for (final Range range : ranges) {
            range.index.forEach(range.from, range.to, entry -> slots.add(entry.slot()));
        }
        final int[] sorted = slots.build().toArray();
        Arrays.sort(sorted);
        return IntStream.of(sorted).distinct().toArray();
    }

    /** The values of {@code $loki} without which nothing matches; null if any may. */
    private static @Nullable List<Object> ids(Condition condition) {
        return switch (condition) {
            case final Condition.And and -> {
                @Nullable List<Object> found = null;
                for (final Condition each : and.conditions()) {
                    found = found == null ? ids(each) : found;
                }
                yield found;
            }
            case Condition.Field(var path, ValueTest.Equal(var operand))
                    when path.toString().equals("$loki") ->
                    operand == null ? List.of() : List.of(operand);
            case Condition.Field(var path, ValueTest.OneOf(var operands))
                    when path.toString().equals("$loki") ->
                    operands.stream().filter(Objects::nonNull).map(Object.class::cast).toList();
            case Condition.Field _, Condition.Or _, Condition.Itself _ -> null;
        };
    }

    private static long sizeOf(List<Range> ranges) {
        return ranges.stream().mapToLong(Range::size).sum();
    }

    private @Nullable List<Range> plan(Condition condition) {
        return switch (condition) {
            case final Condition.And and -> smallest(and.conditions().stream().map(this::plan));
            case final Condition.Or or -> union(or.conditions().stream().map(this::plan));
            case final Condition.Field field -> {
                final @Nullable OrderedIndex index = indexes.get(field.path().toString());
                yield index == null ? null : plan(index, field.test());
            }
            case Condition.Itself _ -> null;
        };
    }

    private @Nullable List<Range> plan(OrderedIndex index, ValueTest test) {
        return switch (test) {
            case ValueTest.Equal(var operand) -> equal(index, operand);
            case ValueTest.OneOf(var operands) ->
                    union(operands.stream().map(operand -> equal(index, operand)));
            case ValueTest.Ranked(var comparison, var operand) ->
                    List.of(ranked(index, comparison, operand));
            case ValueTest.RankedBetween(var low, var high) ->
                    List.of(new Range(index, index.rankBefore(low), index.rankAfter(high)));
            case ValueTest.AllOf(var tests) ->
                    smallest(tests.stream().map(each -> plan(index, each)));
            case ValueTest.AnyOf(var tests) -> union(tests.stream().map(each -> plan(index, each)));
            case ValueTest.LooselyEqual _,
                    ValueTest.Related _,
                    ValueTest.RelatedBetween _,
                    ValueTest.Exists _,
                    ValueTest.Type _,
                    ValueTest.Finite _,
                    ValueTest.Matches _,
                    ValueTest.ContainsText _,
                    ValueTest.Contains _,
                    ValueTest.TextLength _,
                    ValueTest.ListSize _,
                    ValueTest.KeyOf _,
                    ValueTest.AnyElement _,
                    ValueTest.ComparedToField _,
                    ValueTest.Not _ ->
                    null;
        };
    }

    private static List<Range> equal(OrderedIndex index, @Nullable Object operand) {
        // What is equal also ranks alike; the reverse does not hold, so matches are checked again.
        return List.of(new Range(index, index.rankBefore(operand), index.rankAfter(operand)));
    }

    private static Range ranked(
            OrderedIndex index, Comparison comparison, @Nullable Object operand) {
        return switch (comparison) {
            case EQUAL -> new Range(index, index.rankBefore(operand), index.rankAfter(operand));
            case GREATER -> new Range(index, index.rankAfter(operand), index.size());
            case GREATER_OR_EQUAL -> new Range(index, index.rankBefore(operand), index.size());
            case LESS -> new Range(index, 0, index.rankBefore(operand));
            case LESS_OR_EQUAL -> new Range(index, 0, index.rankAfter(operand));
        };
    }

    private static @Nullable List<Range> smallest(Stream<@Nullable List<Range>> plans) {
        @Nullable List<Range> best = null;
        for (final List<Range> plan : plans.toList()) {
            if (plan != null && (best == null || sizeOf(plan) < sizeOf(best))) {
                best = plan;
            }
        }
        return best;
    }

    private static @Nullable List<Range> union(Stream<@Nullable List<Range>> plans) {
        final List<Range> all = new ArrayList<>();
        for (final List<Range> plan : plans.toList()) {
            if (plan == null) {
                return null;
            }
            all.addAll(plan);
        }
        return all;
    }
}
