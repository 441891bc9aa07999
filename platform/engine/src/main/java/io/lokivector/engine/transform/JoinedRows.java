package io.lokivector.engine.transform;

import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.ScriptValue;
import io.lokivector.engine.rows.CollectionRows;
import io.lokivector.engine.rows.Moment;
import io.lokivector.engine.rows.RowBudget;
import io.lokivector.engine.rows.RowSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A left outer hash join: each row with the last row of the right side whose key has the same text,
 * or with an empty object. A missing key has the text "undefined". The rows made are numbered by a
 * {@code $loki} of their own; {@code meta} is left out of both sides.
 *
 * <p>The right side is read once, when the first row is asked for.
 */
final class JoinedRows implements Iterator<Map<String, @Nullable Object>> {
    private final Iterator<? extends Map<String, @Nullable Object>> left;
    private final RowSource leftSource;
    private final Step.EqualityJoin join;
    private final Moment moment;
    private final RowBudget budget;
    private @Nullable Map<String, Map<String, @Nullable Object>> rightByKey;
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
        return left.hasNext();
    }

    @Override
    public Map<String, @Nullable Object> next() {
        final Map<String, @Nullable Object> row = left.next();
        budget.hold(join.path());
        final @Nullable Map<String, @Nullable Object> match =
                rightByKey().get(ScriptValue.text(join.leftKey().follow(row)));
        final Map<String, @Nullable Object> joined = LinkedHashMap.newLinkedHashMap(3);
        joined.put("left", side(leftSource.answer(row)));
        joined.put("right", match == null ? Map.of() : right(match));
        joined.put("$loki", ++number);
        return joined;
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

    private Map<String, Map<String, @Nullable Object>> rightByKey() {
        @Nullable Map<String, Map<String, @Nullable Object>> byKey = rightByKey;
        if (byKey == null) {
            byKey = new HashMap<>();
            final Iterator<? extends Map<String, @Nullable Object>> right = rightRows();
            while (right.hasNext()) {
                final Map<String, @Nullable Object> row = right.next();
                if (byKey.put(ScriptValue.text(join.rightKey().follow(row)), row) == null) {
                    budget.hold(join.path());
                }
            }
            rightByKey = byKey;
        }
        return byKey;
    }

    private Iterator<? extends Map<String, @Nullable Object>> rightRows() {
        return switch (join.right()) {
            case Step.Given(var rows) -> rows.iterator();
            case Step.OfCollection(var name) -> {
                final CollectionRows documents = moment.of(name);
                yield documents.matching(Query.all());
            }
        };
    }
}
