package io.lokivector.engine.advisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.request.IndexAdvice.Point;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecommendationTest {
    private static Point point(int ef, double recall, double speed, double bytes) {
        return new Point(
                Map.of("m", 16), Optional.of(ef), recall, speed, bytes, Map.of(), 1, false);
    }

    private static final List<Point> CURVE =
            List.of(
                    point(16, 0.80, 9000, 2000),
                    point(32, 0.90, 7000, 2000),
                    point(64, 0.96, 5000, 2000),
                    point(65, 0.95, 4700, 500),
                    point(66, 0.95, 4000, 400),
                    point(128, 0.94, 2000, 2000));

    @Test
    void pointsThatAnotherBeatsAreNotOnTheFront() {
        assertEquals(
                List.of(true, true, true, true, true, false),
                Recommendation.marked(CURVE).stream().map(Point::isPareto).toList());
    }

    @Test
    void amongTheFastThatReachTheTargetTheSmallestIsTaken() {
        assertEquals(Optional.of(3), Recommendation.best(CURVE, 0.95));
        assertEquals(Optional.of(2), Recommendation.best(CURVE, 0.96));
        assertEquals(Optional.empty(), Recommendation.best(CURVE, 0.99));
    }

    @Test
    void theSentenceSaysWhatToDo() {
        assertEquals(
                "Take m 16 and search with ef 64: on the sample it found 0.960 of the 10 nearest,"
                        + " at 5000 searches per second on one thread and 2000 bytes per vector.",
                Recommendation.sentence(CURVE, 0.96, 10));
        final String none = Recommendation.sentence(CURVE, 0.99, 10);
        assertTrue(
                none.startsWith("Nothing that was tried finds 0.990; the most finds m 16"), none);
        assertTrue(Recommendation.sentence(List.of(), 0.9, 10).contains("no time"));
    }

    @Test
    void aSampleIsNotTheWhole() {
        final List<float[]> vectors = Collections.nCopies(1000, new float[] {1});
        final List<float[]> queries = Collections.nCopies(100, new float[] {2});
        final List<String> notes =
                Recommendation.notes(
                        new VectorSample(vectors, queries, 60, 1_000_000),
                        Optional.of(CURVE.get(2)),
                        false);
        assertTrue(notes.get(0).contains("1000 of 1000000"), notes.get(0));
        // The logarithm of a million is twice that of a thousand.
        assertTrue(notes.get(0).contains("Begin with ef 128"), notes.get(0));
        assertTrue(notes.get(1).startsWith("40 of the 100 searches"), notes.get(1));
        assertTrue(notes.get(2).contains("±"), notes.get(2));
        assertTrue(notes.get(3).startsWith("Time ran out"), notes.get(3));
    }

    @Test
    void aSampleOfAllNeedsNoWarning() {
        final List<float[]> vectors = Collections.nCopies(1000, new float[] {1});
        final List<String> notes =
                Recommendation.notes(
                        new VectorSample(vectors, vectors.subList(0, 100), 100, 1000),
                        Optional.empty(),
                        true);
        assertEquals(List.of(), notes);
    }
}
