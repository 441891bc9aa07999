package io.lokivector.engine.advisor;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.collection.IndexDefinition;
import io.lokivector.engine.index.IndexMaker;
import io.lokivector.engine.index.IndexTypes;
import io.lokivector.engine.index.VectorField;
import io.lokivector.engine.index.VectorFieldOptions;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.AdviceOptions;
import io.lokivector.spi.request.AdviceRun;
import io.lokivector.spi.request.IndexAdvice;
import io.lokivector.spi.request.IndexAdvice.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries options of vector indexes on samples: builds candidates beside everything else, one at a
 * time, and measures recall, speed and memory of each.
 *
 * <p>It works on one thread for one request at a time, until that is answered, given up, or out of
 * time. Thread-safe.
 */
public final class IndexAdvisor implements AutoCloseable {
    private final IndexTypes types;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Run> underWay = new AtomicReference<>();
    private volatile boolean isClosed;

    /**
     * An advisor with nothing to do.
     *
     * @param nanoTime elapsing time in nanoseconds, from any origin
     */
    public IndexAdvisor(IndexTypes types, LongSupplier nanoTime) {
        this.types = types;
        this.nanoTime = nanoTime;
    }

    /** What is to be tried, checked. */
    private record Plan(
            CollectionStore store,
            VectorField field,
            int dimension,
            String type,
            List<Map<String, @Nullable Object>> candidates,
            List<IndexMaker> makers,
            List<Integer> efs) {}

    /**
     * Begins to work out an advice.
     *
     * @throws LokiVectorException {@code NOT_FOUND} or {@code BAD_REQUEST} if there is no such
     *     vector field or option, {@code CONFLICT} if another advice is being worked out
     */
    public AdviceRun begin(CollectionStore store, String field, AdviceOptions options) {
        final Plan plan = plan(store, field, options);
        final Run run =
                new Run(
                        nanoTime,
                        options.timeLimit(),
                        mayGoOn -> advice(plan, options, mayGoOn),
                        ended -> underWay.compareAndSet(ended, null));
        if (isClosed || !underWay.compareAndSet(null, run)) {
            throw new LokiVectorException(
                    ErrorCode.CONFLICT,
                    "another advice is being worked out, and there is one at a time; ask again"
                            + " when it is finished");
        }
        run.start();
        return run;
    }

    private Plan plan(CollectionStore store, String name, AdviceOptions options) {
        final IndexDefinition index =
                store.view()
                        .definition()
                        .index(name)
                        .filter(IndexDefinition::isVector)
                        .orElseThrow(() -> missing(store, name));
        final VectorField field =
                store.vectors().field(name).orElseThrow(() -> missing(store, name));
        if (index.dimension() == 0) {
            throw new LokiVectorException(
                    ErrorCode.CONFLICT,
                    "field '"
                            + name
                            + "' has 0 vectors; an advice takes at least "
                            + VectorSample.VECTORS_MIN);
        }
        final VectorFieldOptions.Split own = VectorFieldOptions.split(index.options());
        final String type = options.type().orElse(index.type());
        types.check(type, new VectorFieldOptions.Split(own.common(), Map.of()));
        final CandidateGrid grid =
                new CandidateGrid(
                        types.options(type),
                        candidate ->
                                isPossible(
                                        type,
                                        new VectorFieldOptions.Split(own.common(), candidate)));
        final List<Map<String, @Nullable Object>> candidates =
                grid.candidates(
                        type.equals(index.type()) ? own.ofType() : Map.of(), options.options());
        final List<IndexMaker> makers = new ArrayList<>();
        for (final Map<String, @Nullable Object> candidate : candidates) {
            makers.add(
                    types.maker(
                                    type,
                                    new VectorFieldOptions.Split(
                                            own.common(), new LinkedHashMap<>(candidate)))
                            .orElseThrow(() -> missing(store, name)));
        }
        return new Plan(
                store,
                field,
                index.dimension(),
                type,
                candidates,
                makers,
                grid.efs(options.ef(), options.k()));
    }

    private boolean isPossible(String type, VectorFieldOptions.Split options) {
        try {
            types.check(type, options);
            return true;
        } catch (LokiVectorException e) {
            return false;
        }
    }

    private static LokiVectorException missing(CollectionStore store, String field) {
        return new LokiVectorException(
                ErrorCode.NOT_FOUND,
                "collection '" + store.name() + "' has no vector index of field '" + field + "'",
                Map.of("field", field));
    }

    private IndexAdvice advice(Plan plan, AdviceOptions options, BooleanSupplier mayGoOn) {
        final long begun = nanoTime.getAsLong();
        final VectorSample sample =
                VectorSample.of(
                        plan.store,
                        plan.field,
                        plan.dimension,
                        options.sample(),
                        options.queries(),
                        mayGoOn);
        final CandidateTrial trial =
                new CandidateTrial(sample, plan.field.metric(), options.k(), nanoTime, mayGoOn);
        final List<Point> points = new ArrayList<>();
        if (trial.findTruths()) {
            for (int i = 0; i < plan.candidates.size() && mayGoOn.getAsBoolean(); i++) {
                points.addAll(trial.points(plan.makers.get(i), plan.candidates.get(i), plan.efs));
            }
        }
        final List<Point> marked = Recommendation.marked(points);
        final Optional<Integer> best = Recommendation.best(marked, options.targetRecall());
        final boolean isComplete = points.size() == plan.candidates.size() * plan.efs.size();
        return new IndexAdvice(
                plan.field.field(),
                plan.type,
                sample.total(),
                sample.vectors().size(),
                sample.recent(),
                sample.queries().size() - sample.recent(),
                options.k(),
                options.targetRecall(),
                marked,
                best,
                Recommendation.sentence(marked, options.targetRecall(), options.k()),
                Recommendation.notes(sample, best.map(marked::get), isComplete),
                isComplete,
                (nanoTime.getAsLong() - begun) / 1e9);
    }

    /** Gives up what is being worked out, and returns when that has ended; idempotent. */
    @Override
    public void close() {
        isClosed = true;
        final @Nullable Run run = underWay.get();
        if (run != null) {
            run.close();
            run.join();
        }
    }
}
