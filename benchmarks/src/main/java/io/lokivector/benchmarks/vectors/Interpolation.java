package io.lokivector.benchmarks.vectors;

import io.lokivector.benchmarks.vectors.Result.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A rate at a recall between two measured points: the recall in proportion, the rate in proportion
 * of its logarithm.
 *
 * @param rate 0 if the recall was not reached
 * @param isBound whether the first point was above the recall already, so that the rate is at least
 *     this
 */
record Interpolation(double rate, boolean isBound) {
    static Interpolation at(
            double recall, List<Point> points, ToDoubleFunction<Point> rateOfPoint) {
        Point before = null;
        for (final Point point : points) {
            if (point.recall() >= recall) {
                if (before == null) {
                    return new Interpolation(
                            rateOfPoint.applyAsDouble(point), point.recall() > recall);
                }
                final double part = (recall - before.recall()) / (point.recall() - before.recall());
                final double low = Math.log(rateOfPoint.applyAsDouble(before));
                final double high = Math.log(rateOfPoint.applyAsDouble(point));
                return new Interpolation(Math.exp(low + part * (high - low)), false);
            }
            // A recall that fell by chance is not a point to start from.
            if (before == null || point.recall() >= before.recall()) {
                before = point;
            }
        }
        return new Interpolation(0, false);
    }

    boolean isReached() {
        return rate > 0;
    }

    @Override
    public String toString() {
        return isReached() ? String.format(Locale.ROOT, "%s%,.0f", isBound ? "≥ " : "", rate) : "–";
    }
}
