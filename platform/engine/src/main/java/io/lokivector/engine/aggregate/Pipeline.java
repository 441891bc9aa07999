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
                chain(
                        stages,
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
                        },
                        new Stage.Run(moment, new RowBudget(heldMax)));
        final Iterator<? extends Map<String, @Nullable Object>> rows = documents.matching(first);
        boolean isWanted = true;
        while (isWanted && rows.hasNext()) {
            final Map<String, @Nullable Object> row = rows.next();
            isWanted = sink.take(usesRoot ? documents.answer(row) : row);
        }
        sink.finish();
        return results;
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
