package io.lokivector.transport.rest;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the calls under way, and lets no more in once it is shut. Thread-safe. */
final class CallGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isEmpty = lock.newCondition();
    private int underWay;
    private boolean isShut;

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
        lock.lock();
        try {
            isShut = true;
        } finally {
            lock.unlock();
        }
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
