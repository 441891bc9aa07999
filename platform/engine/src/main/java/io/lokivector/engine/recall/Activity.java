package io.lokivector.engine.recall;

import java.util.concurrent.atomic.LongAdder;

/** Knows whether anybody is being served, so that what can wait does. Thread-safe. */
public final class Activity {
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();

    /** Somebody is served from now on, until {@link #end()}. */
    public void begin() {
        begun.increment();
    }

    /** Somebody has been served. */
    public void end() {
        ended.increment();
    }

    /** Whether nobody is being served. */
    public boolean isQuiet() {
        // In this order, so that what begins and ends in between is noticed.
        final long over = ended.sum();
        return begun.sum() == over;
    }
}
