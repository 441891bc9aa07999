package io.lokivector.engine;

import io.lokivector.engine.collection.Catalogue;
import io.lokivector.engine.collection.CollectionStore;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks, in each collection that has a time to live as often as it asks, for documents to remove.
 * While no collection has one, nothing is scheduled. Thread-safe.
 */
final class ExpirySchedule implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ExpirySchedule.class.getName());

    private final Catalogue catalogue;
    private final InstantSource clock;
    private final ScheduledExecutorService executor;
    private final ReentrantLock sweeping = new ReentrantLock();
    private final ReentrantLock planning = new ReentrantLock();
    private @Nullable Future<?> next;
    private volatile boolean isClosed;

    ExpirySchedule(Catalogue catalogue, InstantSource clock, ScheduledExecutorService executor) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.executor = executor;
    }

    /** Plans when to look next; to be called whenever a collection's time to live has changed. */
    void plan() {
        planning.lock();
        try {
            if (next != null) {
                next.cancel(false);
                next = null;
            }
            final OptionalLong dueMs =
                    catalogue.all().stream()
                            .map(CollectionStore::expiryDueMs)
                            .flatMapToLong(OptionalLong::stream)
                            .min();
            if (dueMs.isPresent() && !isClosed) {
                final long delayMs = Math.max(1, dueMs.getAsLong() - clock.millis());
                next = executor.schedule(this::sweepInBackground, delayMs, TimeUnit.MILLISECONDS);
            }
        } finally {
            planning.unlock();
        }
    }

    /** On a thread of its own, for removing many documents may take long. */
    private void sweepInBackground() {
        Thread.ofVirtual().name("lokivector-expiry").start(this::sweep);
    }

    /** Looks in all collections that are due. */
    void sweep() {
        sweeping.lock();
        try {
            for (final CollectionStore store : catalogue.all()) {
                final long nowMs = clock.millis();
                final OptionalLong dueMs = store.expiryDueMs();
                if (!isClosed && dueMs.isPresent() && dueMs.getAsLong() <= nowMs) {
                    sweep(store, nowMs);
                }
            }
        } finally {
            sweeping.unlock();
        }
        plan();
    }

    private static void sweep(CollectionStore store, long nowMs) {
        try {
            store.removeExpired(nowMs);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Old documents of "
                            + store.name()
                            + " could not be removed; it will be tried again",
                    e);
        }
    }

    /** Plans nothing more, and waits until what is under way has ended; idempotent. */
    @Override
    public void close() {
        isClosed = true;
        plan();
        sweeping.lock();
        sweeping.unlock();
    }
}
