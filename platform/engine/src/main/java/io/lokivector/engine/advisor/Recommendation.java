package io.lokivector.engine.advisor;

import io.lokivector.spi.request.IndexAdvice.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the points of a curve mean. */
final class Recommendation {
    /** Speeds that differ by less are the same: then memory decides. */
    private static final double AS_FAST = 0.9;

    private Recommendation() {}

    /** The points with those on the Pareto front marked. */
    static List<Point> marked(List<Point> points) {
        final List<Point> marked = new ArrayList<>();
        for (final Point point : points) {
            marked.add(
                    new Point(
                            point.options(),
                            point.ef(),
                            point.recall(),
                            point.queriesPerSecond(),
                            point.bytesPerVector(),
                            point.bytesPerVectorByPart(),
                            point.buildSeconds(),
                            points.stream().noneMatch(other -> beats(other, point))));
        }
        return marked;
    }

    private static boolean beats(Point one, Point other) {
        return one.recall() >= other.recall()
                && one.queriesPerSecond() >= other.queriesPerSecond()
                && one.bytesPerVector() <= other.bytesPerVector()
                && (one.recall() > other.recall()
                        || one.queriesPerSecond() > other.queriesPerSecond()
                        || one.bytesPerVector() < other.bytesPerVector());
    }

    /** Of the points that reach the target and are about as fast as the fastest, the smallest. */
    static Optional<Integer> best(List<Point> points, double target) {
        final double fastest =
                points.stream()
                        .filter(point -> point.recall() >= target)
                        .mapToDouble(Point::queriesPerSecond)
                        .max()
                        .orElse(0);
        return points.stream()
                .filter(point -> point.recall() >= target)
                .filter(point -> point.queriesPerSecond() >= AS_FAST * fastest)
                .min(
                        Comparator.comparingDouble(Point::bytesPerVector)
                                .thenComparing(
                                        Comparator.comparingDouble(Point::queriesPerSecond)
                                                .reversed()))
                .map(points::indexOf);
    }

    /** The recommendation in one sentence. */
    static String sentence(List<Point> points, double target, int k) {
        final Optional<Integer> best = best(points, target);
        if (best.isPresent()) {
            return "Take " + described(points.get(best.get()), k) + '.';
        }
        return points.stream()
                .max(Comparator.comparingDouble(Point::recall))
                .map(most ->
                        "Nothing that was tried finds "
                                + share(target)
                                + "; the most finds "
                                + described(most, k)
                                + ".")
                .orElse("There was no time to measure anything; allow more, or a smaller sample.");
    }

    private static String described(Point point, int k) {
        final String options =
                point.options().entrySet().stream()
                        .map(option -> option.getKey() + ' ' + option.getValue())
                        .collect(Collectors.joining(", "));
        return (options.isEmpty() ? "the index as it is" : options)
                + point.ef().map(ef -> " and search with ef " + ef).orElse("")
                + ": on the sample it found "
                + share(point.recall())
                + " of the "
                + k
                + " nearest, at "
                + Math.round(point.queriesPerSecond())
                + " searches per second on one thread and "
                + Math.round(point.bytesPerVector())
                + " bytes per vector";
    }

    private static String share(double recall) {
        return String.format(Locale.ROOT, "%.3f", recall);
    }

    /** What is to be kept in mind of a curve of this sample. */
    static List<String> notes(VectorSample sample, Optional<Point> best, boolean isComplete) {
        final List<String> notes = new ArrayList<>();
        final int size = sample.vectors().size();
        if (sample.total() > 2L * size) {
            final double growth = Math.log(sample.total()) / Math.log(size);
            notes.add(
                    "The sample has "
                            + size
                            + " of "
                            + sample.total()
                            + " vectors. Among all of them the same options find less and search"
                            + " slower; memory per vector stays about the same."
                            + best.flatMap(Point::ef)
                                    .map(ef ->
                                            " Begin with ef "
                                                    + (int) Math.ceil(ef * growth)
                                                    + ", which is only a guess by the logarithm of"
                                                    + " the size, and see what recall the index"
                                                    + " shows.")
                                    .orElse(""));
        }
        final int heldOut = sample.queries().size() - sample.recent();
        if (heldOut > 0) {
            notes.add(
                    heldOut
                            + " of the "
                            + sample.queries().size()
                            + " searches were for stored vectors, for there were no others;"
                            + " what clients search for may be harder to find.");
        }
        best.ifPresent(point ->
                notes.add(
                        "With "
                                + sample.queries().size()
                                + " searches a recall of "
                                + share(point.recall())
                                + " is known to about ±"
                                + share(uncertainty(point.recall(), sample.queries().size()))
                                + "."));
        if (!isComplete) {
            notes.add("Time ran out before everything was tried; allow more, or try less.");
        }
        return notes;
    }

    /** Half of the interval that holds the true share with 95 % confidence, at the most. */
    private static double uncertainty(double share, int queries) {
        return 1.96 * Math.sqrt(Math.max(share * (1 - share), 0.01) / queries);
    }
}
