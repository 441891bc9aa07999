package io.lokivector.engine.transform;

import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.ScriptValue;
import io.lokivector.engine.rows.CollectionRows;
import io.lokivector.engine.rows.Moment;
import io.lokivector.engine.rows.RowBudget;
import io.lokivector.engine.rows.RowSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A left outer join: each row with the last row of the right side whose key has the same text, or
 * with an empty object. A missing key has the text "undefined". The rows made are numbered by a
 * {@code $loki} of their own; {@code meta} is left out of both sides.
 *
 * <p>The right side is looked at when the first row is asked for: through an index of its key if
 * there are few rows on the left, else all of it, once, into a hash table.
 */
final class JoinedRows implements Iterator<Map<String, @Nullable Object>> {
    /** So many rows of the left side are looked at before the way of the join is chosen. */
    private static final int AHEAD_MAX = 1_000;

    private final Iterator<? extends Map<String, @Nullable Object>> left;
    private final RowSource leftSource;
    private final Step.EqualityJoin join;
    private final Moment moment;
    private final RowBudget budget;
    private final Deque<Map<String, @Nullable Object>> ahead = new ArrayDeque<>();
    private @Nullable RightKeys right;
    private long number;

    JoinedRows(
            Iterator<? extends Map<String, @Nullable Object>> left,
            RowSource leftSource,
            Step.EqualityJoin join,
            Moment moment,
            RowBudget budget) {
        this.left = left;
        this.leftSource = leftSource;
        this.join = join;
        this.moment = moment;
        this.budget = budget;
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty() || left.hasNext();
    }

    @Override
    public Map<String, @Nullable Object> next() {
        @Nullable RightKeys keys = right;
        if (keys == null) {
            keys = chosen();
            right = keys;
        }
        final @Nullable Map<String, @Nullable Object> first = ahead.poll();
        final Map<String, @Nullable Object> row = first == null ? left.next() : first;
        budget.hold(join.path());
        final @Nullable Map<String, @Nullable Object> match = keys.last(keyOf(row));
        final Map<String, @Nullable Object> joined = LinkedHashMap.newLinkedHashMap(3);
        joined.put("left", side(leftSource.answer(row)));
        joined.put("right", match == null ? Map.of() : right(match));
        joined.put("$loki", ++number);
        return joined;
    }

    private String keyOf(Map<String, @Nullable Object> row) {
        return ScriptValue.text(join.leftKey().follow(row));
    }

    private RightKeys chosen() {
        return switch (join.right()) {
            case Step.Given(var rows) ->
                    RightKeys.hashed(rows.iterator(), join.rightKey(), budget, join.path());
            case Step.OfCollection(var name) -> {
                final CollectionRows documents = moment.of(name);
                yield isWorthAnIndex(documents)
                        ? RightKeys.indexed(documents, join.rightKey())
                        : RightKeys.hashed(
                                documents.matching(Query.all()),
                                join.rightKey(),
                                budget,
                                join.path());
            }
        };
    }

    /** Looks ahead whether there are few rows on the left, all with keys an index can find. */
    private boolean isWorthAnIndex(CollectionRows documents) {
        if (!documents.isOrderedBy(join.rightKey().toString())) {
            return false;
        }
        final long few = Math.min(documents.size() / RightKeys.ROWS_PER_LOOKUP, AHEAD_MAX);
        boolean canBeFound = true;
        while (canBeFound && ahead.size() <= few && left.hasNext()) {
            final Map<String, @Nullable Object> row = left.next();
            ahead.add(row);
            canBeFound = RightKeys.canBeFound(keyOf(row));
        }
        return canBeFound && ahead.size() <= few;
    }

    private Map<String, @Nullable Object> right(Map<String, @Nullable Object> match) {
        return switch (join.right()) {
            case Step.Given _ -> match;
            case Step.OfCollection(var name) -> side(moment.of(name).answer(match));
        };
    }

    private Map<String, @Nullable Object> side(Map<String, @Nullable Object> document) {
        final Map<String, @Nullable Object> side = new LinkedHashMap<>(document);
        side.remove("meta");
        if (join.removeMeta()) {
            side.remove("$loki");
        }
        return side;
    }
}
