package io.lokivector.vectors;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shares the processor's cores among searches: one alone gets them all, and as many as there are
 * cores get one each. Thread-safe.
 */
final class Cores {
    /** The cores of this machine. */
    static final Cores ALL = new Cores(Runtime.getRuntime().availableProcessors());

    private final int count;

    /** Searches under way, and those who help them. */
    private final AtomicInteger busy = new AtomicInteger();

    Cores(int count) {
        this.count = count;
    }

    int count() {
        return count;
    }

    /** A search begins, on the core of its caller. */
    void begin() {
        busy.incrementAndGet();
    }

    /** A search, or who helped it, ends. */
    void end() {
        busy.decrementAndGet();
    }

    /** How many cores nobody uses. */
    int idle() {
        return Math.max(0, count - busy.get());
    }

    /** Takes a core to help a search, if one is idle; to be followed by {@link #end}. */
    boolean tryHelp() {
        while (true) {
            final int before = busy.get();
            if (before >= count) {
                return false;
            }
            if (busy.compareAndSet(before, before + 1)) {
                return true;
            }
        }
    }

    /** Whether there are more searches than cores, so that who helps had better stop. */
    boolean areShort() {
        return busy.get() > count;
    }
}
