package io.lokivector.engine.feed;

/** The numbers of the changes of one batch, all in a row. */
public final class ChangeRange {
    private final long first;
    private final long last;
    private final Segment segment;

    /** Guarded by the lock of {@link SequenceNumbers}. */
    boolean isEnded;

    ChangeRange(long first, long last, Segment segment) {
        this.first = first;
        this.last = last;
        this.segment = segment;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    /** The part of the log that it is written to. */
    Segment segment() {
        return segment;
    }
}
