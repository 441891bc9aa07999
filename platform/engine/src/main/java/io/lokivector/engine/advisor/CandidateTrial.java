package io.lokivector.engine.advisor;

import io.lokivector.engine.index.ExactNearest;
import io.lokivector.engine.index.IndexMaker;
import io.lokivector.spi.index.MemoryParts;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.request.IndexAdvice.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Builds candidates of one sample, one after the other on one thread, and measures them. */
final class CandidateTrial {
    /** For so long each point is measured. */
    private static final long MEASURED_NANOS = 50_000_000;

    /** After so many vectors it is asked whether to go on. */
    private static final int SLICE = 64;

    private final VectorSample sample;
    private final Metric metric;
    private final int k;
    private final LongSupplier nanoTime;
    private final BooleanSupplier mayGoOn;
    private final List<ExactNearest> truths = new ArrayList<>();

    /**
     * Trials with one sample.
     *
     * @param mayGoOn whether to go on; asked often
     */
    CandidateTrial(
            VectorSample sample,
            Metric metric,
            int k,
            LongSupplier nanoTime,
            BooleanSupplier mayGoOn) {
        this.sample = sample;
        this.metric = metric;
        this.k = k;
        this.nanoTime = nanoTime;
        this.mayGoOn = mayGoOn;
    }

    /** Finds the exact answers; false if it was told to stop. */
    boolean findTruths() {
        for (final float[] query : sample.queries()) {
            if (!mayGoOn.getAsBoolean()) {
                return false;
            }
            final ExactNearest truth = new ExactNearest(metric, query, k);
            sample.vectors().forEach(vector -> truth.add(truth.distance(vector)));
            truths.add(truth);
        }
        return true;
    }

    /** The points of one candidate, in the order of the efforts; fewer if it was told to stop. */
    List<Point> points(IndexMaker maker, Map<String, @Nullable Object> options, List<Integer> efs) {
        final List<Point> points = new ArrayList<>();
        try (VectorIndex index = maker.create(sample.vectors().get(0).length)) {
            final long begun = nanoTime.getAsLong();
            for (int i = 0; i < sample.vectors().size(); i++) {
                if (i % SLICE == 0 && !mayGoOn.getAsBoolean()) {
                    return points;
                }
                index.put(i, sample.vectors().get(i));
            }
            final double buildSeconds = (nanoTime.getAsLong() - begun) / 1e9;
            for (final int ef : efs) {
                final double recall = recall(index, ef);
                final double speed = queriesPerSecond(index, ef);
                if (!mayGoOn.getAsBoolean()) {
                    return points;
                }
                points.add(
                        new Point(
                                options,
                                ef == 0 ? Optional.empty() : Optional.of(ef),
                                recall,
                                speed,
                                (double) index.memoryBytes() / sample.vectors().size(),
                                parts(index),
                                buildSeconds,
                                false));
            }
        }
        return points;
    }

    private Map<String, Double> parts(VectorIndex index) {
        final Map<String, Double> each = new TreeMap<>();
        if (index instanceof final MemoryParts parts) {
            parts.memoryParts()
                    .forEach((part, bytes) ->
                            each.put(part, (double) bytes / sample.vectors().size()));
        }
        return each;
    }

    private Neighbors search(VectorIndex index, int query, int ef) {
        return index.search(
                sample.queries().get(query), new VectorIndex.Search(k, ef, OrdinalFilter.all()));
    }

    private double recall(VectorIndex index, int ef) {
        double sum = 0;
        for (int query = 0; query < truths.size(); query++) {
            if (!mayGoOn.getAsBoolean()) {
                return 0;
            }
            final ExactNearest found = new ExactNearest(metric, sample.queries().get(query), k);
            final Neighbors neighbors = search(index, query, ef);
            for (int rank = 0; rank < neighbors.size(); rank++) {
                found.add(found.distance(sample.vectors().get(neighbors.ordinal(rank))));
            }
            sum += (double) found.among(truths.get(query)) / truths.get(query).size();
        }
        return sum / truths.size();
    }

    private double queriesPerSecond(VectorIndex index, int ef) {
        final long begun = nanoTime.getAsLong();
        long searched = 0;
        long elapsed = 0;
        while (elapsed < MEASURED_NANOS && mayGoOn.getAsBoolean()) {
            for (int query = 0; query < truths.size() && elapsed < MEASURED_NANOS; query++) {
                search(index, query, ef);
                searched++;
                elapsed = nanoTime.getAsLong() - begun;
            }
        }
        return elapsed == 0 ? 0 : searched * 1e9 / elapsed;
    }
}
