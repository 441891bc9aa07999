package io.lokivector.transport.rest;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the calls under way, and lets no more in once it is shut. Thread-safe. */
final class CallGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isEmpty = lock.newCondition();
    private int underWay;
    private boolean isShut;

    /** What to do when it is shut, in the order of coming. */
    private final Set<Watch> watches = new LinkedHashSet<>();

    /** Something to be done when the gate is shut, unless it is closed before. */
    final class Watch implements AutoCloseable {
        private final Runnable work;

        private Watch(Runnable work) {
            this.work = work;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                watches.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Has something done, quickly, when the gate is shut: at once, if it is already. */
    Watch onShut(Runnable work) {
        final Watch watch = new Watch(work);
        lock.lock();
        try {
            if (!isShut) {
                watches.add(watch);
                return watch;
            }
        } finally {
            lock.unlock();
        }
        work.run();
        return watch;
    }

    /** Lets a call in, which must {@link #leave()}; false if the gate is shut. */
    boolean enter() {
        lock.lock();
        try {
            if (isShut) {
                return false;
            }
            underWay++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            underWay--;
            if (underWay == 0) {
                isEmpty.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void shut() {
        final List<Watch> shut;
        lock.lock();
        try {
            isShut = true;
            shut = List.copyOf(watches);
            watches.clear();
        } finally {
            lock.unlock();
        }
        shut.forEach(watch -> watch.work.run());
    }

    /**
     * Waits until all calls have left; false if that takes longer, or the thread is interrupted.
     */
    boolean awaitEmpty(Duration atMost) {
        lock.lock();
        try {
            long remaining = TimeUnit.NANOSECONDS.convert(atMost);
            while (underWay > 0 && remaining > 0) {
                remaining = isEmpty.awaitNanos(remaining);
            }
            return underWay == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
