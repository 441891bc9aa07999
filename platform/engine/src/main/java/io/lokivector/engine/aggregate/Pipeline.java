package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.Query;
import io.lokivector.engine.rows.CollectionRows;
import io.lokivector.engine.rows.Moment;
import io.lokivector.engine.rows.RowBudget;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed aggregation: stages through which all documents of a collection stream. Immutable, for
 * any number of threads.
 */
public final class Pipeline {
    private final Query first;
    private final List<Stage> stages;
    private final Set<String> alsoReads;
    private final boolean usesRoot;

    Pipeline(Query first, List<Stage> stages, Set<String> alsoReads, boolean usesRoot) {
        this.first = first;
        this.stages = List.copyOf(stages);
        this.alsoReads = Set.copyOf(alsoReads);
        this.usesRoot = usesRoot;
    }

    /**
     * Parses stages as clients write them.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming the place
     */
    public static Pipeline parse(List<? extends Map<String, @Nullable Object>> stages) {
        return new PipelineParser().parse(stages);
    }

    /** The other collections it reads, whether or not they are there. */
    public Set<String> alsoReads() {
        return alsoReads;
    }

    /**
     * Runs it.
     *
     * @param documents what it begins with; a {@code $match} at its beginning may use their indexes
     * @param moment the other collections
     * @param heldMax how many rows, groups and listed values it may hold
     * @param resultsMax how many rows it answers at most
     */
    public List<Map<String, @Nullable Object>> run(
            CollectionRows documents, Moment moment, int heldMax, int resultsMax) {
        final List<Map<String, @Nullable Object>> results = new ArrayList<>();
        final Stage.Sink sink =
                new Stage.Sink() {
                    @Override
                    public boolean take(Map<String, @Nullable Object> row) {
                        if (results.size() < resultsMax) {
                            results.add(documents.answer(row));
                        }
                        return results.size() < resultsMax;
                    }

                    @Override
                    public void finish() {}
                };
        final Stage.Run run = new Stage.Run(moment, new RowBudget(heldMax));
        final int grouping = firstGroup();
        if (grouping >= 0 && stages.get(grouping) instanceof final Group group) {
            final Group.Table groups = grouped(documents, stages.subList(0, grouping), group, run);
            groups.pushInto(chain(stages.subList(grouping + 1, stages.size()), sink, run));
        } else if (!stages.isEmpty() && stages.getFirst() instanceof final FlowStages.Count count) {
            final Stage.Sink rest = chain(stages.subList(1, stages.size()), sink, run);
            rest.take(count.row(documents.count(first)));
            rest.finish();
        } else {
            push(documents, documents.matching(first), chain(stages, sink, run));
        }
        return results;
    }

    /** The place of a group before which each row goes its way alone, or -1. */
    private int firstGroup() {
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i) instanceof Group) {
                return i;
            }
            if (!stages.get(i).isRowByRow()) {
                return -1;
            }
        }
        return -1;
    }

    /** Groups stretches of the documents side by side. */
    private Group.Table grouped(
            CollectionRows documents, List<Stage> before, Group group, Stage.Run run) {
        final Group.Table all = group.new Table(run.budget());
        documents.inParts(
                first,
                part -> {
                    // What all hold together is counted when the parts are put together.
                    final Group.Table groups = group.new Table(run.budget().another());
                    final Stage.Sink sink =
                            new Stage.Sink() {
                                @Override
                                public boolean take(Map<String, @Nullable Object> row) {
                                    groups.add(row);
                                    return true;
                                }

                                @Override
                                public void finish() {}
                            };
                    push(documents, part, chain(before, sink, run));
                    return groups;
                },
                all::addAll);
        return all;
    }

    private void push(
            CollectionRows documents,
            Iterator<? extends Map<String, @Nullable Object>> rows,
            Stage.Sink sink) {
        boolean isWanted = true;
        while (isWanted && rows.hasNext()) {
            final Map<String, @Nullable Object> row = rows.next();
            isWanted = sink.take(usesRoot ? documents.answer(row) : row);
        }
        sink.finish();
    }

    /** The sink before all stages, whose results go into {@code last}. */
    static Stage.Sink chain(List<Stage> stages, Stage.Sink last, Stage.Run run) {
        Stage.Sink next = last;
        for (int i = stages.size() - 1; i >= 0; i--) {
            next = stages.get(i).into(next, run);
        }
        return next;
    }
}
