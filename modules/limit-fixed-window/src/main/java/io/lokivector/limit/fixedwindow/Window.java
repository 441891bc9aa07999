package io.lokivector.limit.fixedwindow;

import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.limit.RateLimit;
import java.time.Duration;
import java.time.Instant;

/**
 * One key's count at one moment.
 *
 * @param start the earliest time of a request counted in it
 * @param length how long it lasts from there
 * @param used how many permits were granted in it
 */
record Window(Instant start, Duration length, int used) {
    static Window opening(RateLimit limit, Instant now) {
        return new Window(now, limit.window(), 0);
    }

    Instant end() {
        return start.plus(length);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(end());
    }

    /**
     * The window that a request falls into: this one, or a new one if this is over.
     *
     * <p>A request from before its start moves the start back and keeps the count. Threads ask out
     * of order by microseconds, and a clock may be set back: either way nothing is granted twice,
     * and no key waits longer than one window of the clock that is now right.
     */
    Window at(Instant now, RateLimit limit) {
        final Window current = length.equals(limit.window()) ? this : lasting(limit.window());
        if (current.isOver(now)) {
            return opening(limit, now);
        }
        return now.isBefore(start) ? new Window(now, current.length, used) : current;
    }

    private Window lasting(Duration newLength) {
        return new Window(start, newLength, used);
    }

    boolean hasRoomFor(int permits, RateLimit limit) {
        return (long) used + permits <= limit.requests();
    }

    Window plus(int permits) {
        return new Window(start, length, used + permits);
    }

    RateDecision.Granted granted(RateLimit limit) {
        return new RateDecision.Granted(limit, limit.requests() - used, end());
    }

    RateDecision.Denied denied(RateLimit limit, Instant now) {
        return new RateDecision.Denied(limit, Duration.between(now, end()), end());
    }
}
