package io.lokivector.benchmarks.vectors;

import io.lokivector.benchmarks.vectors.ContenderProcess.Build;
import io.lokivector.benchmarks.vectors.ContenderProcess.Memory;
import io.lokivector.benchmarks.vectors.ContenderProcess.Timing;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured over one set of vectors.
 *
 * @param curves of each engine that took part
 * @param filtered rows of filtered search, empty if there was none
 */
record Result(
        String set,
        int size,
        int dimension,
        int queries,
        List<Curve> curves,
        List<Filtered> filtered) {

    /** One engine: what its index cost, and how it searches with more and more effort. */
    record Curve(String engine, Build build, Memory memory, List<Point> points) {}

    /**
     * Searches with one effort.
     *
     * @param one rounds of one thread
     * @param two rounds of two threads, empty if there were none
     */
    record Point(int effort, double recall, List<Timing> one, List<Timing> two) {
        /** Searches a second of one thread, by CPU time of the process. */
        double rate() {
            return median(one, timing -> timing.perCpuSecond(1));
        }
    }

    /**
     * Filtered search by one engine.
     *
     * @param share which part of the rows the filter accepts
     * @param effort the least one that reached the recall wanted, or the greatest one tried
     */
    record Filtered(
            String engine,
            String filter,
            double share,
            int effort,
            double recall,
            List<Timing> one) {
        double rate() {
            return median(one, timing -> timing.perCpuSecond(1));
        }
    }

    /** The value in the middle; 0 of none. */
    static double median(List<Timing> timings, ToDoubleFunction<Timing> value) {
        final List<Double> sorted =
                timings.stream()
                        .map(value::applyAsDouble)
                        .sorted(Comparator.naturalOrder())
                        .toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
