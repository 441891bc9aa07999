package io.lokivector.benchmarks.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.benchmarks.vectors.ContenderProcess.Timing;
import io.lokivector.benchmarks.vectors.Result.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates between measured points. */
final class InterpolationTest {
    private static final List<Point> POINTS =
            List.of(point(0.90, 1000), point(0.94, 400), point(0.93, 300), point(0.98, 100));

    private static Point point(double recall, long perSecond) {
        final Timing timing = new Timing(perSecond, 1_000_000_000L, 1_000_000_000L, 1_000_000_000L);
        return new Point(16, recall, List.of(timing), List.of());
    }

    private static Interpolation at(double recall) {
        return Interpolation.at(recall, POINTS, Point::rate);
    }

    @Test
    void aMeasuredRecallHasItsRate() {
        assertEquals(1000, at(0.90).rate(), 1e-6);
        assertFalse(at(0.90).isBound());
    }

    @Test
    void halfWayLiesTheGeometricMean() {
        assertEquals(Math.sqrt(1000 * 400), at(0.92).rate(), 1e-6);
    }

    @Test
    void aRecallThatFellIsPassedOver() {
        assertEquals(Math.sqrt(400 * 100), at(0.96).rate(), 1e-6);
    }

    @Test
    void belowTheFirstPointTheRateIsALowerBound() {
        assertEquals("≥ 1,000", at(0.80).toString());
        assertTrue(at(0.80).isBound());
    }

    @Test
    void aRecallThatNobodyReachedHasNoRate() {
        assertFalse(at(0.99).isReached());
        assertEquals("–", at(0.99).toString());
    }
}
