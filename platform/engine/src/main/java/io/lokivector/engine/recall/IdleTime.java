package io.lokivector.engine.recall;

import java.util.function.LongSupplier;

/** Knows whether nobody is served and nothing was written since it was last asked. */
public final class IdleTime {
    private final Activity activity;
    private final LongSupplier written;
    private volatile long seen;

    /**
     * Idle time of a database.
     *
     * @param written a number that grows with every write
     */
    public IdleTime(Activity activity, LongSupplier written) {
        this.activity = activity;
        this.written = written;
    }

    /** Whether it is idle at this moment. */
    public boolean isNow() {
        final long newest = written.getAsLong();
        final boolean isUnchanged = newest == seen;
        seen = newest;
        return isUnchanged && activity.isQuiet();
    }
}
