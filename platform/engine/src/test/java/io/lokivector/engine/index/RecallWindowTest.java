package io.lokivector.engine.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.request.SampledRecall;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecallWindowTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final RecallWindow window = new RecallWindow();

    private void add(int count, double share) {
        for (int i = 0; i < count; i++) {
            window.add(share, BEGIN.plusSeconds(i));
        }
    }

    @Test
    void nothingIsEstimatedFromNothing() {
        assertEquals(Optional.empty(), window.estimate());
    }

    @Test
    void theIntervalIsThatOfWilson() {
        add(90, 1);
        add(10, 0);
        final SampledRecall recall = window.estimate().orElseThrow();
        assertEquals(0.9, recall.at10(), 1e-12);
        assertEquals(100, recall.samples());
        // As tables have it for 90 of 100.
        assertEquals(0.8256, recall.low(), 1e-4);
        assertEquals(0.9448, recall.high(), 1e-4);
        assertEquals(BEGIN, recall.since());
    }

    @Test
    void oneSampleSaysLittle() {
        add(1, 1);
        final SampledRecall recall = window.estimate().orElseThrow();
        assertEquals(1, recall.at10());
        assertEquals(1, recall.high());
        assertTrue(recall.low() < 0.25, () -> "low is " + recall.low());
    }

    @Test
    void oldSamplesGiveWayToNewOnes() {
        add(RecallWindow.SAMPLES_MAX, 0.5);
        for (int i = 0; i < 4 * RecallWindow.SAMPLES_MAX; i++) {
            window.add(1, BEGIN.plusSeconds(10_000 + i));
        }
        final SampledRecall recall = window.estimate().orElseThrow();
        assertEquals(1, recall.at10(), 1e-12);
        assertEquals(RecallWindow.SAMPLES_MAX, recall.samples());
        assertEquals(BEGIN.plusSeconds(10_000 + 3 * RecallWindow.SAMPLES_MAX), recall.since());
    }

    @Test
    void anotherIndexIsMeasuredFromTheBeginning() {
        add(3, 1);
        window.passed(7);
        window.passed(5);
        assertEquals(8, window.next());
        window.restart();
        assertEquals(0, window.next());
        assertEquals(Optional.empty(), window.estimate());
    }
}
