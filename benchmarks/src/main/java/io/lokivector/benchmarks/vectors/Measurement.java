package io.lokivector.benchmarks.vectors;

import io.lokivector.benchmarks.vectors.Contender.Filter;
import io.lokivector.benchmarks.vectors.ContenderProcess.Build;
import io.lokivector.benchmarks.vectors.ContenderProcess.Memory;
import io.lokivector.benchmarks.vectors.ContenderProcess.Timing;
import io.lokivector.benchmarks.vectors.Result.Curve;
import io.lokivector.benchmarks.vectors.Result.Filtered;
import io.lokivector.benchmarks.vectors.Result.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Measures engines over one set of vectors.
 *
 * <p>First each builds its index, the others idle; then each answers every query with each effort,
 * which tells the recall and warms the code up; then the timed rounds go round the engines, so that
 * whatever else the machine does meets all of them alike.
 */
final class Measurement {
    private static final double RECALL_ENOUGH = 0.999;
    private static final double FILTERED_RECALL = 0.95;
    private static final int BUILD_THREADS = 2;
    private static final int EXACT_QUERIES = 100;
    private static final int FILTERED_QUERIES = 500;

    private final Options options;
    private final VectorSet data;
    private final ExactNeighbors exact;
    private final List<Running> running = new ArrayList<>();

    /** An engine with its process and what is known of it. */
    private static final class Running {
        private final Engine engine;
        private final ContenderProcess process;
        private final Build build;
        private final List<Point> points = new ArrayList<>();
        private Memory memory = new Memory(-1, -1, -1);

        Running(Engine engine, ContenderProcess process) throws IOException {
            this.engine = engine;
            this.process = process;
            this.build = process.build(BUILD_THREADS);
        }
    }

    Measurement(Options options, VectorSet data) {
        this.options = options;
        this.data = data;
        this.exact = ExactNeighbors.of(data);
    }

    /** Lets an engine build its index. */
    void add(Engine engine, ContenderProcess process) throws IOException {
        final Running built = new Running(engine, process);
        running.add(built);
        System.err.printf(
                Locale.ROOT,
                "%s: built in %.1f s, %.1f s of CPU%n",
                engine.label(),
                built.build.wallNanos() / 1e9,
                built.build.cpuNanos() / 1e9);
    }

    /** Measures everything that was added. */
    Result run(String set, boolean withFilters) throws IOException {
        for (final Running each : running) {
            sweep(each);
        }
        for (int round = -1; round < options.rounds(); round++) {
            for (int place = 0; place < options.efforts().size(); place++) {
                time(round, place);
            }
        }
        return new Result(
                set,
                data.size(),
                data.dimension(),
                data.queryCount(),
                running.stream()
                        .map(each ->
                                new Curve(
                                        each.engine.label(), each.build, each.memory, each.points))
                        .toList(),
                withFilters ? filtered() : List.of());
    }

    private int queries(int most) {
        return Math.min(Math.min(most, options.queries()), data.queryCount());
    }

    private void sweep(Running each) throws IOException {
        final int queries = queries(each.engine.isExact() ? EXACT_QUERIES : Integer.MAX_VALUE);
        final int[][] truth =
                IntStream.range(0, queries)
                        .mapToObj(query ->
                                IntStream.range(0, Contender.K)
                                        .map(rank -> data.trueNeighbour(query, rank))
                                        .toArray())
                        .toArray(int[][]::new);
        for (final int effort : options.efforts()) {
            final double recall =
                    exact.recall(
                            truth, each.process.answers(effort, Filter.ALL, queries), Filter.ALL);
            each.points.add(new Point(effort, recall, new ArrayList<>(), new ArrayList<>()));
            if (recall >= RECALL_ENOUGH || each.engine.isExact()) {
                break;
            }
        }
        // Now its readers hold what they need, and of a mapped file what was looked at is resident.
        each.memory = each.process.memory();
        System.err.printf(
                Locale.ROOT,
                "%s: recall from %.4f to %.4f%n",
                each.engine.label(),
                each.points.getFirst().recall(),
                each.points.getLast().recall());
    }

    /** Round -1 is to warm up. */
    private void time(int round, int place) throws IOException {
        for (int threads = 1; threads <= 2; threads++) {
            for (final Running each : running) {
                if (place < each.points.size()) {
                    final Point point = each.points.get(place);
                    final Timing timing =
                            each.process.time(
                                    point.effort(),
                                    Filter.ALL,
                                    threads,
                                    options.millis(),
                                    Math.max(0, round) * data.queryCount() / options.rounds());
                    if (round >= 0) {
                        (threads == 1 ? point.one() : point.two()).add(timing);
                    }
                }
            }
        }
    }

    private List<Filtered> filtered() throws IOException {
        final List<Filter> filters = Filters.of(data);
        final int queries = queries(FILTERED_QUERIES);
        final int[][][] truth = exact.nearest(queries, Contender.K, filters);
        final List<Filtered> rows = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            final int place = i;
            final int[][] own =
                    IntStream.range(0, queries)
                            .mapToObj(query -> truth[query][place])
                            .toArray(int[][]::new);
            rows.addAll(filtered(filters.get(i), own));
        }
        return rows;
    }

    private List<Filtered> filtered(Filter filter, int[][] truth) throws IOException {
        final List<Filtered> rows = new ArrayList<>();
        final List<Running> asked =
                running.stream().filter(each -> each.engine.isFiltered()).toList();
        final double share = (double) filter.rows().cardinality() / data.size();
        for (final Running each : asked) {
            int effort = 0;
            double recall = 0;
            for (int i = 0; i < options.efforts().size() && recall < FILTERED_RECALL; i++) {
                effort = options.efforts().get(i);
                recall =
                        exact.recall(
                                truth, each.process.answers(effort, filter, truth.length), filter);
            }
            rows.add(
                    new Filtered(
                            each.engine.label(),
                            filter.name(),
                            share,
                            effort,
                            recall,
                            new ArrayList<>()));
        }
        for (int round = -1; round < options.rounds(); round++) {
            for (int i = 0; i < asked.size(); i++) {
                final Timing timing =
                        asked.get(i)
                                .process
                                .time(
                                        rows.get(i).effort(),
                                        filter,
                                        1,
                                        options.millis(),
                                        Math.max(0, round) * truth.length / options.rounds());
                if (round >= 0) {
                    rows.get(i).one().add(timing);
                }
            }
        }
        return rows;
    }
}
