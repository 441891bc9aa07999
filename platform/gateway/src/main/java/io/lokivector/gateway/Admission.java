package io.lokivector.gateway;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a bounded number of requests be carried out at a time, and none after it was told to drain.
 *
 * <p>Every request under way holds one permit, so holding all of them means that none is.
 */
final class Admission {
    private final int maxConcurrent;
    private final Duration timeout;
    private final Semaphore permits;
    private volatile boolean draining;

    Admission(int maxConcurrent, Duration timeout) {
        this.maxConcurrent = maxConcurrent;
        this.timeout = timeout;
        this.permits = new Semaphore(maxConcurrent);
    }

    boolean isDraining() {
        return draining;
    }

    int underWay() {
        return maxConcurrent - permits.availablePermits();
    }

    /** Carries out work when its turn comes; {@link ErrorCode#UNAVAILABLE} if it does not. */
    <T> T carryOut(Supplier<T> work) {
        refuseIfDraining();
        acquire();
        try {
            // Draining may have begun while this one was waiting.
            refuseIfDraining();
            return work.get();
        } finally {
            permits.release();
        }
    }

    /** Refuses what is new from now on; whether all that was under way ended in time. */
    boolean drain(Duration atMost) {
        draining = true;
        try {
            final boolean isEmpty =
                    permits.tryAcquire(maxConcurrent, atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (isEmpty) {
                permits.release(maxConcurrent);
            }
            return isEmpty;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void acquire() {
        boolean isAcquired;
        try {
            isAcquired =
                    permits.tryAcquire()
                            || permits.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isAcquired = false;
        }
        if (!isAcquired) {
            throw new LokiVectorException(
                    ErrorCode.UNAVAILABLE,
                    "The server is busy with "
                            + maxConcurrent
                            + " requests, as many as gateway.maxConcurrentRequests allows; try"
                            + " again later");
        }
    }

    private void refuseIfDraining() {
        if (draining) {
            throw new LokiVectorException(
                    ErrorCode.UNAVAILABLE, "The server is shutting down and takes nothing new");
        }
    }
}
