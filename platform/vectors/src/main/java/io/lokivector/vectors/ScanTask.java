package io.lokivector.vectors;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One scan for one or several queries, shared out among threads: whoever is ready takes the next
 * piece. Whoever called waits for pieces that others have begun, and for nobody else.
 */
final class ScanTask {
    private final Cores cores;
    private final ScanLane[] lanes;
    private final int rows;
    private final int pieceRows;
    private final AtomicLongArray limits;
    private final AtomicInteger nextRow = new AtomicInteger();
    private final AtomicInteger nextLane = new AtomicInteger(1);
    private final AtomicInteger helpers = new AtomicInteger();
    private final Thread caller = Thread.currentThread();
    private volatile @Nullable Throwable failure;

    /**
     * A scan by the current thread and those it asks for help.
     *
     * @param lanes that have begun; the first is the caller's
     * @param limits see {@link #limit}
     */
    ScanTask(Cores cores, ScanLane[] lanes, int rows, int pieceRows, AtomicLongArray limits) {
        this.cores = cores;
        this.lanes = lanes;
        this.rows = rows;
        this.pieceRows = pieceRows;
        this.limits = limits;
    }

    /** Scans all rows. */
    void run() {
        for (int i = 1; i < lanes.length; i++) {
            Thread.ofVirtual().name("lokivector-scan-", i).start(this::help);
        }
        try {
            for (int from = claim(); from >= 0; from = claim()) {
                scan(lanes[0], from);
            }
        } finally {
            stop();
            while (helpers.get() > 0) {
                LockSupport.park(this);
            }
        }
        final @Nullable Throwable failed = failure;
        if (failed instanceof final RuntimeException unchecked) {
            throw unchecked;
        } else if (failed instanceof final Error error) {
            throw error;
        }
    }

    private void help() {
        if (!cores.tryHelp()) {
            return;
        }
        // Counted before a piece is claimed: when the caller finds nothing to claim and no helper,
        // then nobody uses the lanes any more.
        helpers.incrementAndGet();
        try {
            int from = claim();
            if (from >= 0) {
                final ScanLane lane = lanes[nextLane.getAndIncrement()];
                scan(lane, from);
                while (!cores.areShort() && (from = claim()) >= 0) {
                    scan(lane, from);
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            stop();
        } finally {
            cores.end();
            if (helpers.decrementAndGet() == 0) {
                LockSupport.unpark(caller);
            }
        }
    }

    private int claim() {
        final int from = nextRow.getAndAdd(pieceRows);
        return from >= 0 && from < rows ? from : -1;
    }

    private void stop() {
        nextRow.set(rows);
    }

    private void scan(ScanLane lane, int from) {
        lane.scan(from, Math.min(rows, from + pieceRows), this);
    }

    /** A key above which none belongs to the answer of a query; it falls while the scan goes on. */
    long limit(int query) {
        return limits.get(query);
    }

    /** Lowers the limit of a query. */
    void lower(int query, long limit) {
        long before = limits.get(query);
        while (limit < before && !limits.compareAndSet(query, before, limit)) {
            before = limits.get(query);
        }
    }
}
