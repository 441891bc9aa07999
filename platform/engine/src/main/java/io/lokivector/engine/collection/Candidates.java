package io.lokivector.engine.collection;

import io.lokivector.engine.query.Query;
import io.lokivector.engine.values.KeyRanges;
import io.lokivector.engine.values.KeyTree;
import io.lokivector.engine.values.ValueIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The documents of a view that a plan finds. For any number of threads. */
final class Candidates {
    /** From one slot in so many on it is faster to mark them than to sort them. */
    private static final int MARKING_SHARE = 64;

    private final CollectionView view;
    private final Plan plan;

    Candidates(CollectionView view, Plan plan) {
        this.view = view;
        this.plan = plan;
    }

    /** Those of the plan that is best for a query. */
    static Candidates of(CollectionView view, Query query) {
        return new Candidates(
                view, new IndexPlanner(view, PlanCosts.estimated()).plan(query.condition()));
    }

    /** The plan by which they are found. */
    Plan plan() {
        return plan;
    }

    /**
     * The slots of a shard that can have documents that match, ascending, or null for all. If the
     * plan is exact, all that have documents match.
     */
    int @Nullable [] slots(int shard) {
        return plan instanceof Plan.FullScan ? null : slots(plan, shard);
    }

    /** Whether they are all matches, and the only shard names them. */
    boolean areMatchesOfOneShard() {
        return view.shards().size() == 1 && plan.isExact() && !(plan instanceof Plan.FullScan);
    }

    /** Where the documents that match are, if that can be told without looking at them. */
    Optional<MatchingSlots> matches() {
        if (!plan.isExact() || plan instanceof Plan.FullScan) {
            return Optional.empty();
        }
        final List<SlotSet> shards = new ArrayList<>();
        for (int shard = 0; shard < view.shards().size(); shard++) {
            shards.add(marked(slots(plan, shard), shard));
        }
        return Optional.of(new MatchingSlots(shards));
    }

    private SlotSet marked(int[] slots, int shard) {
        final long[] words = new long[slots.length == 0 ? 0 : (slots[slots.length - 1] >>> 6) + 1];
        // Indexes name documents that are there; a query may name any.
        final boolean isSure = plan instanceof Plan.IndexRanges;
        for (final int slot : slots) {
            if (isSure || view.document(shard, slot) != null) {
                words[slot >>> 6] |= 1L << slot;
            }
        }
        return new SlotSet(words);
    }

    /** How many documents match, if that can be told without looking at them. */
    OptionalLong count() {
        if (!plan.isExact()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                switch (plan) {
                    case Plan.FullScan _ -> view.size();
                    case final Plan.Ids ids ->
                            ids.ids().stream().filter(id -> view.document(id) != null).count();
                    case final Plan.IndexRanges ranges when isPlain(ranges.index()) ->
                            ranges.estimate();
                    case Plan.IndexRanges _, Plan.Intersection _, Plan.Union _ -> {
                        long count = 0;
                        for (int shard = 0; shard < view.shards().size(); shard++) {
                            count += existing(slots(plan, shard), shard);
                        }
                        yield count;
                    }
                });
    }

    private boolean isPlain(String index) {
        for (final ShardView shard : view.shards()) {
            final @Nullable ValueIndex values = shard.values().get(index);
            if (values == null || !values.isPlain()) {
                return false;
            }
        }
        return true;
    }

    /** Only what was asked for by its id may not be there. */
    private long existing(int[] slots, int shard) {
        long count = 0;
        for (final int slot : slots) {
            if (view.document(shard, slot) != null) {
                count++;
            }
        }
        return count;
    }

    private int[] slots(Plan of, int shard) {
        return switch (of) {
            case Plan.FullScan _ -> throw new IllegalArgumentException("all slots");
            case final Plan.Ids ids -> {
                final ShardLayout layout = view.layout();
                yield ids.ids().stream()
                        .filter(id -> layout.isPossible(id) && layout.shardOf(id) == shard)
                        .mapToInt(layout::slotOf)
                        .toArray();
            }
            case final Plan.IndexRanges ranges -> slots(ranges, shard);
            case final Plan.Intersection intersection -> {
                int[] common = slots(intersection.plans().get(0), shard);
                for (int i = 1; i < intersection.plans().size(); i++) {
                    common = intersection(common, slots(intersection.plans().get(i), shard));
                }
                yield common;
            }
            case final Plan.Union union -> {
                int[] all = new int[0];
                for (final Plan each : union.plans()) {
                    all = union(all, slots(each, shard));
                }
                yield all;
            }
        };
    }

    private int[] slots(Plan.IndexRanges plan, int shard) {
        final ShardView shardView = view.shards().get(shard);
        final @Nullable ValueIndex index = shardView.values().get(plan.index());
        if (index == null) {
            throw new IllegalStateException("index " + plan.index() + " is not in the view");
        }
        final KeyTree tree = index.entries();
        final List<KeyRanges.Range> ranges = plan.ranges();
        final int[] ranks = new int[2 * ranges.size()];
        long total = 0;
        for (int i = 0; i < ranges.size(); i++) {
            ranks[2 * i] = tree.rank(ranges.get(i).from());
            ranks[2 * i + 1] = tree.rank(ranges.get(i).to());
            total += ranks[2 * i + 1] - ranks[2 * i];
        }
        final int[] slots = new int[Math.toIntExact(total)];
        int at = 0;
        for (int i = 0; i < ranks.length; i += 2) {
            tree.copySlots(ranks[i], ranks[i + 1], slots, at);
            at += ranks[i + 1] - ranks[i];
        }
        return ascending(slots, shardView.documents().capacity());
    }

    /** The slots in their order, each once. */
    private static int[] ascending(int[] slots, long capacity) {
        if (isAscending(slots)) {
            return slots;
        }
        if (slots.length < capacity / MARKING_SHARE) {
            Arrays.sort(slots);
            int kept = 1;
            for (int i = 1; i < slots.length; i++) {
                if (slots[i] != slots[kept - 1]) {
                    slots[kept++] = slots[i];
                }
            }
            return kept == slots.length ? slots : Arrays.copyOf(slots, kept);
        }
        final long[] marks = new long[Math.toIntExact((capacity + 63) / 64)];
        for (final int slot : slots) {
            marks[slot >>> 6] |= 1L << slot;
        }
        int count = 0;
        for (int word = 0; word < marks.length; word++) {
            for (long left = marks[word]; left != 0; left &= left - 1) {
                slots[count++] = (word << 6) + Long.numberOfTrailingZeros(left);
            }
        }
        return count == slots.length ? slots : Arrays.copyOf(slots, count);
    }

    private static boolean isAscending(int[] slots) {
        for (int i = 1; i < slots.length; i++) {
            if (slots[i] <= slots[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static int[] intersection(int[] a, int[] b) {
        final int[] common = new int[Math.min(a.length, b.length)];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            if (a[i] == b[j]) {
                common[count++] = a[i];
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return Arrays.copyOf(common, count);
    }

    private static int[] union(int[] a, int[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == 0 ? b : a;
        }
        final int[] all = new int[a.length + b.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            final boolean takesA = j == b.length || i < a.length && a[i] <= b[j];
            final int slot = takesA ? a[i] : b[j];
            i += i < a.length && a[i] == slot ? 1 : 0;
            j += j < b.length && b[j] == slot ? 1 : 0;
            all[count++] = slot;
        }
        return Arrays.copyOf(all, count);
    }
}
