package io.lokivector.engine.feed;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gives changes their numbers, and knows up to which number all have come to their end.
 *
 * <p>Collections commit beside each other, so a change may become durable before one of a lower
 * number. The <em>watermark</em> is the highest number below which nothing is in flight: whoever
 * reads up to it and goes on from there never misses a change.
 *
 * <p>No number is given twice, whatever is lost in a crash: a range of numbers is reserved durably
 * before the first of it is given, and after a crash numbering goes on above the reserved. So
 * numbers may be skipped. Thread-safe.
 */
final class SequenceNumbers {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Consumer<Reservation> reserve;
    private final int reservation;
    private final ArrayDeque<ChangeRange> inFlight = new ArrayDeque<>();

    private final long openedAt;
    private long given;
    private long reserved;
    private long skipped;
    private volatile long watermark;
    private boolean isClosed;

    /**
     * Numbers above all that may have been given before.
     *
     * @param before these, with those accounted for that no change has
     * @param reservation how many numbers to reserve at once
     * @param reserve makes a reservation durable
     */
    SequenceNumbers(Reservation before, int reservation, Consumer<Reservation> reserve) {
        this.openedAt = before.upTo();
        this.given = before.upTo();
        this.reserved = before.upTo();
        this.watermark = before.upTo();
        this.skipped = before.skipped();
        this.reservation = reservation;
        this.reserve = reserve;
    }

    /** The last number given. */
    long given() {
        lock.lock();
        try {
            return given;
        } finally {
            lock.unlock();
        }
    }

    /** How many of the numbers given are known to have no change. */
    long skipped() {
        lock.lock();
        try {
            return skipped;
        } finally {
            lock.unlock();
        }
    }

    long watermark() {
        return watermark;
    }

    /** To which part of the log changes from a number on belong. */
    @FunctionalInterface
    interface Segments {
        Segment of(long first, long skipped);
    }

    /** The next numbers, which are in flight from now on. */
    ChangeRange give(int count, Segments segments) {
        lock.lock();
        try {
            if (isClosed) {
                throw new LokiVectorException(ErrorCode.UNAVAILABLE, "the database is closed");
            }
            if (given + count > reserved) {
                final long wanted = given + count + reservation;
                reserve.accept(new Reservation(wanted, skipped, openedAt));
                reserved = wanted;
            }
            final long first = given + 1;
            final ChangeRange range =
                    new ChangeRange(first, given + count, segments.of(first, skipped));
            given = range.last();
            inFlight.addLast(range);
            return range;
        } finally {
            lock.unlock();
        }
    }

    /** It is certain that there will be no changes of these numbers; idempotent. */
    void skip(ChangeRange range) {
        lock.lock();
        try {
            if (!range.isEnded) {
                skipped += range.last() - range.first() + 1;
                end(range);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Numbers are no longer in flight: their changes are there, or never will be; idempotent. */
    void end(ChangeRange range) {
        lock.lock();
        try {
            range.isEnded = true;
            while (!inFlight.isEmpty() && inFlight.getFirst().isEnded) {
                inFlight.removeFirst();
            }
            final long now = inFlight.isEmpty() ? given : inFlight.getFirst().first() - 1;
            if (now > watermark) {
                watermark = now;
                advanced.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the watermark is above a number, or there is something else to look at.
     *
     * @param isEnough asked before waiting, and again after each {@link #wake}
     */
    void awaitAbove(long number, long atMostNanos, BooleanSupplier isEnough)
            throws InterruptedException {
        lock.lock();
        try {
            long remaining = atMostNanos;
            while (watermark <= number && !isClosed && !isEnough.getAsBoolean() && remaining > 0) {
                remaining = advanced.awaitNanos(remaining);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits a little, unless there is something else to look at. */
    void pause(long millis, BooleanSupplier isEnough) throws InterruptedException {
        awaitAbove(Long.MAX_VALUE, TimeUnit.MILLISECONDS.toNanos(millis), isEnough);
    }

    /** Makes all who wait look again whether it is enough. */
    void wake() {
        lock.lock();
        try {
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return isClosed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives no more numbers, ends all waiting, and gives back what was reserved; idempotent.
     *
     * <p>Nothing is given back while changes are in flight: they may come to be there.
     */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            advanced.signalAll();
            if (inFlight.isEmpty() && reserved != given) {
                reserve.accept(new Reservation(given, skipped, given));
                reserved = given;
            }
        } finally {
            lock.unlock();
        }
    }
}
