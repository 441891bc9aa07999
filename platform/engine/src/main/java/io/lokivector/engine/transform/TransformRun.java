package io.lokivector.engine.transform;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.query.BadRequest;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.rows.MatchingRows;
import io.lokivector.engine.rows.Moment;
import io.lokivector.engine.rows.RowBudget;
import io.lokivector.engine.rows.RowSort;
import io.lokivector.engine.rows.RowSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run of a transform; for one thread and one use.
 *
 * <p>Rows flow one by one through {@code find}, {@code limit}, {@code offset} and joins; only a
 * sort holds them. As recorded of the original, a sort of rows that nothing has narrowed yet is
 * forgotten by the next {@code find}, which begins again with all rows in their natural order.
 */
final class TransformRun {
    private final RowSource start;
    private final Moment moment;
    private final Remover remover;
    private final TransformLimits limits;
    private final RowBudget budget;

    /** Null while nothing but the start is there. */
    private @Nullable Iterator<? extends Map<String, @Nullable Object>> rows;

    /** All rows in their natural order that match; null if nothing has disturbed it. */
    private @Nullable Function<Query, Iterator<? extends Map<String, @Nullable Object>>> again;

    /** Whether something has narrowed the rows down, so that their order counts. */
    private boolean isNarrowed;

    private boolean isJoined;

    /** The queries so far, as long as there was nothing else. */
    private @Nullable List<Map<String, @Nullable Object>> onlyQueries;

    TransformRun(RowSource start, Moment moment, Remover remover, TransformLimits limits) {
        this.start = start;
        this.moment = moment;
        this.remover = remover;
        this.limits = limits;
        this.budget = new RowBudget(limits.heldRowsMax());
        this.again = start::matching;
        this.isNarrowed = !start.isWhole();
        this.onlyQueries = start.isWhole() ? new ArrayList<>() : null;
    }

    List<Map<String, @Nullable Object>> run(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case final Step.Find find -> find(find);
                case final Step.Sort sort -> sort(sort, wantedOf(steps, i + 1));
                case final Step.Limit limit -> narrow(new RowWindow(rows(), 0, limit.count()));
                case final Step.Offset offset ->
                        narrow(new RowWindow(rows(), offset.count(), Integer.MAX_VALUE));
                case final Step.EqualityJoin join -> join(join);
                case final Step.Remove remove -> remove(remove);
            }
        }
        final Iterator<? extends Map<String, @Nullable Object>> left = rows();
        final List<Map<String, @Nullable Object>> results = new ArrayList<>();
        while (results.size() < limits.resultsMax() && left.hasNext()) {
            results.add(start.answer(left.next()));
        }
        return results;
    }

    private Iterator<? extends Map<String, @Nullable Object>> rows() {
        final @Nullable Iterator<? extends Map<String, @Nullable Object>> left = rows;
        return left == null ? start.matching(Query.all()) : left;
    }

    private void find(Step.Find find) {
        if (find.takesAll()) {
            return;
        }
        if (onlyQueries != null) {
            onlyQueries.add(find.written());
        }
        rows =
                (rows == null || !isNarrowed) && again != null
                        ? again.apply(find.query())
                        : new MatchingRows(rows(), find.query());
        isNarrowed = true;
    }

    private void narrow(Iterator<? extends Map<String, @Nullable Object>> narrowed) {
        rows = narrowed;
        isNarrowed = true;
        onlyQueries = null;
    }

    /** How many rows the steps from {@code next} on want of a sort before them. */
    private static int wantedOf(List<Step> steps, int next) {
        long skipped = 0;
        int i = next;
        while (i < steps.size() && steps.get(i) instanceof Step.Offset(int count)) {
            skipped += count;
            i++;
        }
        return i < steps.size() && steps.get(i) instanceof Step.Limit(int count)
                ? (int) Math.min(skipped + count, Integer.MAX_VALUE)
                : Integer.MAX_VALUE;
    }

    private void sort(Step.Sort sort, int wanted) {
        final RowSort sorted = new RowSort(sort.order(), wanted, budget, sort.path());
        Iterator<? extends Map<String, @Nullable Object>> unsorted = rows();
        if (!isNarrowed && again == null) {
            final List<Map<String, @Nullable Object>> natural = new ArrayList<>();
            unsorted.forEachRemaining(natural::add);
            again = query -> new MatchingRows(natural.iterator(), query);
            unsorted = natural.iterator();
        }
        unsorted.forEachRemaining(sorted::add);
        rows = sorted.sorted().iterator();
    }

    private void join(Step.EqualityJoin join) {
        if (join.right() instanceof Step.OfCollection(var name)) {
            // Even if there is nothing to join: a misspelled name is told at once.
            moment.of(name);
        }
        rows = new JoinedRows(rows(), start, join, moment, budget);
        again = null;
        isNarrowed = false;
        isJoined = true;
        onlyQueries = null;
    }

    private void remove(Step.Remove remove) {
        if (isJoined) {
            throw BadRequest.at(
                    remove.path(), "joined rows are in no collection; remove before the join");
        }
        if (onlyQueries != null) {
            remover.removeMatching(onlyQueries);
        } else {
            final Iterator<? extends Map<String, @Nullable Object>> left = rows();
            final List<DocumentMap> chosen = new ArrayList<>();
            while (left.hasNext()) {
                budget.hold(remove.path());
                if (left.next() instanceof final DocumentMap document) {
                    chosen.add(document);
                }
            }
            remover.remove(chosen);
        }
        narrow(List.<Map<String, @Nullable Object>>of().iterator());
    }
}
