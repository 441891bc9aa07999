package io.lokivector.engine.collection;

import io.lokivector.engine.query.Condition;
import io.lokivector.engine.query.ValueTest;
import io.lokivector.engine.values.ValueIndex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how to find the documents of a view that match a condition, by how many keys its indexes
 * have in the ranges that the condition demands. What it finds may be too much, never too little.
 */
final class IndexPlanner {
    private static final String ID = "$loki";

    private final CollectionView view;
    private final PlanCosts costs;
    private final List<IndexAccess> indexes;
    private final long documents;

    IndexPlanner(CollectionView view, PlanCosts costs) {
        this.view = view;
        this.costs = costs;
        this.indexes = usable(view);
        this.documents = view.size();
    }

    /** The indexes without fields that have or had vectors, which are not kept in the documents. */
    private static List<IndexAccess> usable(CollectionView view) {
        final List<IndexAccess> usable = new ArrayList<>();
        for (final IndexDefinition index : view.definition().valueIndexes()) {
            final List<ValueIndex> shards =
                    view.shards().stream()
                            .map(shard -> shard.values().get(index.field()))
                            .filter(Objects::nonNull)
                            .toList();
            if (shards.size() == view.shards().size() && !hasVectors(view, index)) {
                usable.add(new IndexAccess(index.field(), shards));
            }
        }
        return usable;
    }

    /** Whether values of an index are, or were, kept elsewhere than in the documents. */
    static boolean hasVectors(CollectionView view, IndexDefinition index) {
        return index.fields().stream()
                .anyMatch(field -> view.definition().columns().contains(field.split("\\.", 2)[0]));
    }

    /** The ranges of one index that a condition demands, however large; null if it demands none. */
    Plan.@Nullable IndexRanges ranges(String index, Condition condition) {
        final List<Condition> conditions =
                condition instanceof final Condition.And and ? flat(and) : List.of(condition);
        for (final IndexAccess access : indexes) {
            if (access.name().equals(index)) {
                for (final IndexAccess.Way way : access.ways(conditions)) {
                    if (way.plan() instanceof final Plan.IndexRanges ranges) {
                        return ranges;
                    }
                }
            }
        }
        return null;
    }

    /** The plan for a condition. */
    Plan plan(Condition condition) {
        if (condition instanceof Condition.And(var none) && none.isEmpty()) {
            return new Plan.FullScan(documents, true);
        }
        final @Nullable Plan access = access(condition);
        return access != null && cost(access) < costs.fullScan(documents)
                ? access
                : new Plan.FullScan(documents, false);
    }

    private double cost(Plan plan) {
        return costs.access(keys(plan), plan.estimate(), plan.isExact());
    }

    private static double keys(Plan plan) {
        return switch (plan) {
            case Plan.FullScan _ -> 0;
            case Plan.Ids _, Plan.IndexRanges _ -> plan.estimate();
            case final Plan.Intersection all ->
                    all.plans().stream().mapToDouble(IndexPlanner::keys).sum();
            case final Plan.Union any -> any.plans().stream().mapToDouble(IndexPlanner::keys).sum();
        };
    }

    /** The best plan that uses indexes, or null if none can. */
    private @Nullable Plan access(Condition condition) {
        return switch (condition) {
            case final Condition.And and -> all(flat(and));
            case final Condition.Or or -> any(or.conditions());
            case final Condition.Field field -> all(List.of(field));
            case Condition.Itself _ -> null;
        };
    }

    private static List<Condition> flat(Condition.And and) {
        final List<Condition> flat = new ArrayList<>();
        for (final Condition each : and.conditions()) {
            if (each instanceof final Condition.And nested) {
                flat.addAll(flat(nested));
            } else {
                flat.add(each);
            }
        }
        return flat;
    }

    private @Nullable Plan any(List<Condition> conditions) {
        final List<Plan> plans = new ArrayList<>();
        long estimate = 0;
        boolean isExact = true;
        for (final Condition each : conditions) {
            final @Nullable Plan plan = access(each);
            if (plan == null) {
                return null;
            }
            plans.add(plan);
            estimate += plan.estimate();
            isExact &= plan.isExact();
        }
        return plans.size() == 1
                ? plans.get(0)
                : new Plan.Union(plans, Math.min(documents, estimate), isExact);
    }

    private @Nullable Plan all(List<Condition> conditions) {
        final List<IndexAccess.Way> ways = ways(conditions);
        if (ways.isEmpty()) {
            return null;
        }
        ways.sort(
                Comparator.<IndexAccess.Way>comparingLong(way -> way.plan().estimate())
                        .thenComparingInt(way -> -way.covered().cardinality()));
        final List<Plan> chosen = new ArrayList<>();
        chosen.add(ways.get(0).plan());
        final BitSet covered = (BitSet) ways.get(0).covered().clone();
        double expected = ways.get(0).plan().estimate();
        for (final IndexAccess.Way way : ways.subList(1, ways.size())) {
            final BitSet more = (BitSet) way.covered().clone();
            more.or(covered);
            // As if the conditions had nothing to do with each other.
            final double fewer =
                    expected * Math.min(1, way.plan().estimate() / Math.max(1.0, documents));
            final boolean wasExact = covered.cardinality() == conditions.size();
            final boolean isExact = more.cardinality() == conditions.size();
            final double before = costs.access(0, expected, wasExact);
            final double after = costs.access(way.plan().estimate(), fewer, isExact);
            if (more.cardinality() > covered.cardinality() && after < before
                    || way.covered().isEmpty() && after < before) {
                chosen.add(way.plan());
                covered.or(way.covered());
                expected = fewer;
            }
        }
        final boolean isExact = covered.cardinality() == conditions.size();
        return chosen.size() == 1
                ? chosen.get(0).withExactness(isExact)
                : new Plan.Intersection(chosen, (long) Math.ceil(expected), isExact);
    }

    private List<IndexAccess.Way> ways(List<Condition> conditions) {
        final List<IndexAccess.Way> ways = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            final @Nullable Plan plan =
                    switch (conditions.get(i)) {
                        case Condition.Field(var path, var test) when path.toString().equals(ID) ->
                                ids(test, conditions.size() == 1);
                        case final Condition.Or or -> any(or.conditions());
                        case Condition.And _, Condition.Field _, Condition.Itself _ -> null;
                    };
            if (plan != null) {
                final BitSet covered = new BitSet();
                // The ids of a field's own test are all that meet it, whatever else is asked.
                covered.set(i, plan.isExact() || conditions.get(i) instanceof Condition.Field);
                ways.add(new IndexAccess.Way(plan, covered));
            }
        }
        for (final IndexAccess index : indexes) {
            ways.addAll(index.ways(conditions));
        }
        return ways;
    }

    /** The documents of which only the id is asked. */
    private @Nullable Plan ids(ValueTest test, boolean isExact) {
        final @Nullable List<@Nullable Object> operands =
                switch (test) {
                    case ValueTest.Equal(var operand) -> Collections.singletonList(operand);
                    case ValueTest.OneOf(var several) -> several;
                    default -> null;
                };
        if (operands == null) {
            return null;
        }
        final List<Long> ids =
                operands.stream()
                        .filter(Long.class::isInstance)
                        .map(Long.class::cast)
                        .filter(view.layout()::isPossible)
                        .sorted()
                        .distinct()
                        .toList();
        return new Plan.Ids(ids, isExact);
    }
}
