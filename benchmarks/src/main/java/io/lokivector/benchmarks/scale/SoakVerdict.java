package io.lokivector.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Judges the samples of a soak: nothing failed, nothing grows, recall stays.
 *
 * <p>Growth is the slope of the least-squares line through the samples after the first quarter,
 * which caches and compilers need to settle, times the time that they span.
 */
final class SoakVerdict {
    private static final double RECALL_LEAST = 0.9;
    private static final double RECALL_LOSS_MAX = 0.02;

    private final List<SoakSample> settled;
    private final List<String> faults = new ArrayList<>();
    private final StringBuilder lines = new StringBuilder();

    private SoakVerdict(List<SoakSample> settled) {
        this.settled = settled;
    }

    /** The verdict over at least four samples. */
    static SoakVerdict of(List<SoakSample> samples, SoakFailures failures) {
        if (samples.size() < 4) {
            throw new IllegalArgumentException(
                    samples.size() + " samples are too few: run it for longer");
        }
        final SoakVerdict verdict =
                new SoakVerdict(samples.subList(samples.size() / 4, samples.size()));
        // The share that may grow leaves room for the writer's choice of how many documents there
        // are.
        verdict.judge(
                "heap after collection",
                "MB",
                1e6,
                0.10,
                16e6,
                each -> each.resources().heapBytes());
        verdict.judge(
                "resident memory", "MB", 1e6, 0.15, 64e6, each -> each.resources().residentBytes());
        verdict.judge("memory of the index", "MB", 1e6, 0.15, 4e6, SoakSample::indexBytes);
        verdict.judge("file handles", "", 1, 0, 4, each -> each.resources().fileHandles());
        verdict.judgeRecall();
        if (failures.count() > 0) {
            verdict.faults.add(failures.count() + " failures: " + failures);
        }
        return verdict;
    }

    private void judge(
            String what,
            String unit,
            double scale,
            double share,
            double slack,
            ToDoubleFunction<SoakSample> value) {
        final double mean = settled.stream().mapToDouble(value).average().orElse(0);
        final double seconds = settled.getLast().seconds() - settled.getFirst().seconds();
        final double slope = slope(value);
        final double growth = slope * seconds;
        final double most = share * mean + slack;
        lines.append(
                "%-22s mean %10.1f %-2s slope %+10.3f %s/min, grew by %.1f, may by %.1f%n"
                        .formatted(
                                what,
                                mean / scale,
                                unit,
                                slope * 60 / scale,
                                unit,
                                growth / scale,
                                most / scale));
        if (growth > most) {
            faults.add(what + " grows");
        }
    }

    private double slope(ToDoubleFunction<SoakSample> value) {
        final double time = settled.stream().mapToDouble(SoakSample::seconds).average().orElse(0);
        final double mean = settled.stream().mapToDouble(value).average().orElse(0);
        double products = 0;
        double squares = 0;
        for (final SoakSample sample : settled) {
            products += (sample.seconds() - time) * (value.applyAsDouble(sample) - mean);
            squares += (sample.seconds() - time) * (sample.seconds() - time);
        }
        return squares == 0 ? 0 : products / squares;
    }

    private void judgeRecall() {
        final double least = settled.stream().mapToDouble(SoakSample::recall).min().orElse(0);
        final double most = settled.stream().mapToDouble(SoakSample::recall).max().orElse(0);
        final double seconds = settled.getLast().seconds() - settled.getFirst().seconds();
        final double change = slope(SoakSample::recall) * seconds;
        lines.append(
                "recall@10              from %.4f to %.4f, changed by %+.4f%n"
                        .formatted(least, most, change));
        if (least < RECALL_LEAST) {
            faults.add("recall is " + least);
        }
        if (change < -RECALL_LOSS_MAX) {
            faults.add("recall falls");
        }
    }

    boolean isGood() {
        return faults.isEmpty();
    }

    @Override
    public String toString() {
        return lines + (isGood() ? "no failure, no leak, recall steady" : "FAILED: " + faults);
    }
}
