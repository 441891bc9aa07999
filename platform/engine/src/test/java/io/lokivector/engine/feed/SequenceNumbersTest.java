package io.lokivector.engine.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SequenceNumbersTest {
    private final List<Reservation> reserved = new ArrayList<>();
    private final SequenceNumbers numbers =
            new SequenceNumbers(new Reservation(100, 30, 100), 10, reserved::add);

    private ChangeRange give(int count) {
        return numbers.give(count, Segment::new);
    }

    @Test
    void theWatermarkStaysBelowWhatIsInFlight() {
        final ChangeRange first = give(2);
        final ChangeRange second = give(3);
        final ChangeRange third = give(1);
        assertEquals(101, first.first());
        assertEquals(106, third.last());
        assertEquals(100, numbers.watermark());
        numbers.end(second);
        assertEquals(100, numbers.watermark());
        numbers.end(first);
        assertEquals(105, numbers.watermark());
        numbers.end(first);
        numbers.end(third);
        assertEquals(106, numbers.watermark());
    }

    @Test
    void numbersAreReservedBeforeTheyAreGiven() {
        give(1);
        assertEquals(List.of(new Reservation(111, 30, 100)), reserved);
        give(10);
        assertEquals(1, reserved.size());
        give(5);
        assertEquals(new Reservation(126, 30, 100), reserved.getLast());
    }

    @Test
    void numbersThatNoChangeGotAreCountedOnce() {
        final ChangeRange range = give(4);
        numbers.skip(range);
        numbers.skip(range);
        assertEquals(34, numbers.skipped());
        assertEquals(104, numbers.watermark());
        numbers.close();
        assertEquals(new Reservation(104, 34, 104), reserved.getLast());
    }

    @Test
    void afterACrashTheReservedNumbersThatNobodyHasAreSkipped() {
        final Reservation before = new Reservation(126, 30, 100);
        assertEquals(new Reservation(126, 30 + 126 - 110, 126), before.openedWith(110));
        assertEquals(new Reservation(126, 30 + 126 - 100, 126), before.openedWith(90));
    }

    @Test
    void aReservationThatFailsGivesNothing() {
        final AtomicBoolean fails = new AtomicBoolean(true);
        final SequenceNumbers careful =
                new SequenceNumbers(
                        Reservation.NONE,
                        10,
                        _ -> {
                            if (fails.get()) {
                                throw new IllegalStateException("no disk");
                            }
                        });
        assertThrows(IllegalStateException.class, () -> careful.give(1, Segment::new));
        fails.set(false);
        assertEquals(1, careful.give(1, Segment::new).first());
        assertEquals(0, careful.watermark());
    }

    @Test
    void whoWaitsHearsOfTheEnd() throws Exception {
        final ChangeRange range = give(1);
        final CountDownLatch heard = new CountDownLatch(1);
        Thread.ofVirtual()
                .name("waiting")
                .start(() -> {
                    try {
                        numbers.awaitAbove(100, TimeUnit.MINUTES.toNanos(1), () -> false);
                        heard.countDown();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        assertFalse(heard.await(20, TimeUnit.MILLISECONDS));
        numbers.end(range);
        assertTrue(heard.await(30, TimeUnit.SECONDS));
    }

    @Test
    void afterTheEndNothingIsGiven() {
        final ChangeRange range = give(1);
        numbers.close();
        assertEquals(1, reserved.size(), "nothing is given back while one is in flight");
        numbers.end(range);
        assertThrows(LokiVectorException.class, () -> give(1));
    }
}
