package io.lokivector.engine.transform;

import io.lokivector.engine.rows.Moment;
import io.lokivector.engine.rows.RowSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Steps with their parameters in place, checked: ready to run over a collection, or over the rows
 * of a view. Immutable, for any number of threads.
 */
public final class Transform {
    private final List<Map<String, @Nullable Object>> written;
    private final List<Step> steps;

    private Transform(List<Map<String, @Nullable Object>> written) {
        this.written = written;
        this.steps = StepParser.parse(written);
    }

    /**
     * Parses steps as clients write them.
     *
     * @param params stand in the place of the texts {@code "[%lktxp]name"}
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming the place
     */
    public static Transform parse(
            List<? extends Map<String, @Nullable Object>> steps,
            Map<String, @Nullable Object> params) {
        return new Transform(Parameters.fill(steps, params));
    }

    /** The steps as they are written, with the parameters in place. */
    public List<Map<String, @Nullable Object>> written() {
        return written;
    }

    /** The other collections it reads, whether or not they are there. */
    public Set<String> alsoReads() {
        final Set<String> names = new LinkedHashSet<>();
        for (final Step step : steps) {
            if (step instanceof Step.EqualityJoin(Step.OfCollection(var name), _, _, _, _)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Whether it removes documents. */
    public boolean removes() {
        return steps.stream().anyMatch(Step.Remove.class::isInstance);
    }

    /**
     * Runs the steps.
     *
     * @param start where the rows come from; a {@code find} at the beginning may use its indexes
     * @param moment the other collections
     * @param remover removes what a {@code remove} step is given
     * @param limits how much may be held and answered
     */
    public List<Map<String, @Nullable Object>> run(
            RowSource start, Moment moment, Remover remover, TransformLimits limits) {
        return new TransformRun(start, moment, remover, limits).run(steps);
    }
}
