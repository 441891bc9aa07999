package io.lokivector.limit.fixedwindow;

import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.limit.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Grants each key so many requests in a window that begins with the key's first request.
 *
 * <p>The simplest strategy, and the one whose headers are easiest to understand. As with every
 * fixed window, a key may spend two allowances in a short time around the end of one.
 *
 * <p>A window is an immutable value that is replaced by compare-and-set, so that no two threads can
 * spend the same permit and nobody waits for a lock of ours. Only windows that are over are ever
 * forgotten: making room by forgetting an open one would grant its key a second allowance.
 */
final class FixedWindowLimiter implements RateLimiter {
    /** No window is shorter, so that looking again sooner rarely finds anything. */
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

    private final int maxKeys;
    private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();

    /** Entries of {@link #windows}, counted exactly, because each takes its place beforehand. */
    private final AtomicInteger places = new AtomicInteger();

    private final AtomicReference<Sweep> lastSweep = new AtomicReference<>(Sweep.NEVER);

    FixedWindowLimiter(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    @Override
    public RateDecision tryAcquire(String key, RateLimit limit, int permits, Instant now) {
        if (permits < 1) {
            throw new IllegalArgumentException("at least 1 permit is taken, not " + permits);
        }
        while (true) {
            final @Nullable Window known = windows.get(key);
            final Window current =
                    known == null ? Window.opening(limit, now) : known.at(now, limit);
            if (!current.hasRoomFor(permits, limit)) {
                // A window moved by its limit or clock must be kept, or it would move every time.
                if (known == null || replace(key, known, current)) {
                    return current.denied(limit, now);
                }
                continue;
            }
            final Window next = current.plus(permits);
            if (known != null) {
                if (replace(key, known, next)) {
                    return next.granted(limit);
                }
            } else if (!takePlace(now)) {
                return full(limit, now);
            } else if (windows.putIfAbsent(key, next) == null) {
                return next.granted(limit);
            } else {
                places.decrementAndGet();
            }
        }
    }

    private boolean replace(String key, Window known, Window next) {
        return known.equals(next) || windows.replace(key, known, next);
    }

    private boolean takePlace(Instant now) {
        if (tryTakePlace()) {
            return true;
        }
        sweep(now);
        return tryTakePlace();
    }

    private boolean tryTakePlace() {
        if (places.incrementAndGet() <= maxKeys) {
            return true;
        }
        places.decrementAndGet();
        return false;
    }

    private RateDecision full(RateLimit limit, Instant now) {
        final Instant next = lastSweep.get().nextEnd();
        final Instant reset = next.isAfter(now) ? next : now.plus(SWEEP_INTERVAL);
        return new RateDecision.Denied(limit, Duration.between(now, reset), reset);
    }

    /** Forgets windows that are over; one thread does, the others go on. */
    private void sweep(Instant now) {
        final Sweep last = lastSweep.get();
        final Sweep begun = new Sweep(now, now.plus(SWEEP_INTERVAL));
        if (!last.isLongAgo(now) || !lastSweep.compareAndSet(last, begun)) {
            return;
        }
        Optional<Instant> nextEnd = Optional.empty();
        for (final var entry : windows.entrySet()) {
            final Window window = entry.getValue();
            if (!window.isOver(now)) {
                nextEnd = Optional.of(nextEnd.filter(window.end()::isAfter).orElseGet(window::end));
            } else if (windows.remove(entry.getKey(), window)) {
                places.decrementAndGet();
            }
        }
        nextEnd.ifPresent(end -> lastSweep.set(new Sweep(now, end)));
    }

    @Override
    public void close() {
        for (final String key : windows.keySet()) {
            if (windows.remove(key) != null) {
                places.decrementAndGet();
            }
        }
        lastSweep.set(Sweep.NEVER);
    }

    /**
     * A look at all windows.
     *
     * @param nextEnd when the first of those that were open then ends
     */
    private record Sweep(Instant at, Instant nextEnd) {
        static final Sweep NEVER = new Sweep(Instant.MIN, Instant.MIN);

        /** Whether another look may find something; after the clock was set back it may, too. */
        boolean isLongAgo(Instant now) {
            return now.isBefore(at) || !now.isBefore(at.plus(SWEEP_INTERVAL));
        }
    }
}
