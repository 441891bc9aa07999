package io.lokivector.benchmarks.vectors;

import io.lokivector.benchmarks.vectors.Result.Curve;
import io.lokivector.benchmarks.vectors.Result.Filtered;
import io.lokivector.benchmarks.vectors.Result.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Tells a {@link Result} as Markdown. */
final class Report {
    private static final List<Double> RECALLS = List.of(0.90, 0.95, 0.99);
    private static final String YARDSTICK = "hnswlib";
    private static final double MEBIBYTE = 1 << 20;

    private final Result result;
    private final StringBuilder text = new StringBuilder();

    private Report(Result result) {
        this.result = result;
    }

    static String of(Result result) {
        final Report report = new Report(result);
        report.searches();
        report.building();
        report.filtered();
        return report.text.toString();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private Interpolation yardstick(double recall) {
        return result.curves().stream()
                .filter(curve -> curve.engine().equals(YARDSTICK))
                .findFirst()
                .map(curve -> Interpolation.at(recall, curve.points(), Point::rate))
                .orElse(new Interpolation(0, false));
    }

    private void searches() {
        line("## %s: %,d × %d, cosine%n", result.set(), result.size(), result.dimension());
        line("Searches a second of one thread at recall@10, by CPU time of the whole process; in");
        line("parentheses the ratio to hnswlib. Two threads: wall clock, against one thread.%n");
        line("| | 0.90 | 0.95 | 0.99 | best recall | two threads |");
        line("|---|---:|---:|---:|---:|---:|");
        for (final Curve curve : result.curves()) {
            final StringBuilder cells = new StringBuilder();
            for (final double recall : RECALLS) {
                final Interpolation rate = Interpolation.at(recall, curve.points(), Point::rate);
                cells.append(rate).append(ratio(rate, yardstick(recall))).append(" | ");
            }
            line(
                    "| %s | %s%.4f | %s |",
                    curve.engine(),
                    cells,
                    curve.points().stream().mapToDouble(Point::recall).max().orElse(0),
                    scaling(curve.points()));
        }
        text.append('\n');
    }

    private static String ratio(Interpolation rate, Interpolation yardstick) {
        return rate.isReached() && yardstick.isReached() && !yardstick.isBound()
                ? String.format(Locale.ROOT, " (%.2f)", rate.rate() / yardstick.rate())
                : "";
    }

    /** The median over the points of what two threads answer more than one. */
    private static String scaling(List<Point> points) {
        final ToDoubleFunction<Point> gain =
                point ->
                        Result.median(point.two(), ContenderProcess.Timing::perWallSecond)
                                / Result.median(
                                        point.one(), ContenderProcess.Timing::perWallSecond);
        final double[] gains =
                points.stream()
                        .filter(point -> !point.two().isEmpty() && !point.one().isEmpty())
                        .mapToDouble(gain)
                        .sorted()
                        .toArray();
        return gains.length == 0
                ? "–"
                : String.format(Locale.ROOT, "%.2f ×", gains[gains.length / 2]);
    }

    private void building() {
        final double floats = (double) result.size() * result.dimension() * Float.BYTES / MEBIBYTE;
        line(
                "Building with two threads, and memory; the floats alone are %,.0f MiB. Resident is by",
                floats);
        line("how much the process grew; heap, after a collection; index, what the index accounts");
        line("for (of Lucene and of fused JVector: the size of its files).%n");
        line("| | build, wall | CPU | resident | heap | index |");
        line("|---|---:|---:|---:|---:|---:|");
        for (final Curve curve : result.curves()) {
            line(
                    "| %s | %.1f s | %.1f s | %s | %s | %s |",
                    curve.engine(),
                    curve.build().wallNanos() / 1e9,
                    curve.build().cpuNanos() / 1e9,
                    mebibytes(curve.memory().residentBytes()),
                    mebibytes(curve.memory().heapBytes()),
                    mebibytes(curve.memory().indexBytes()));
        }
        text.append('\n');
    }

    private static String mebibytes(long bytes) {
        return bytes < 0 ? "–" : String.format(Locale.ROOT, "%,.0f MiB", bytes / MEBIBYTE);
    }

    private void filtered() {
        if (result.filtered().isEmpty()) {
            return;
        }
        line("Filtered search, one thread, with the least effort that reached a recall of 0.95:%n");
        line("| filter | accepts | | ef | recall@10 | searches/s |");
        line("|---|---:|---|---:|---:|---:|");
        for (final Filtered row : result.filtered()) {
            line(
                    "| %s | %.1f %% | %s | %d | %.3f | %,.0f |",
                    row.filter(),
                    row.share() * 100,
                    row.engine(),
                    row.effort(),
                    row.recall(),
                    row.rate());
        }
        text.append('\n');
    }
}
