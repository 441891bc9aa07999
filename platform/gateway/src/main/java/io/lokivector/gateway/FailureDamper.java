package io.lokivector.gateway;

import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.limit.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts failed authentications per address and minute, in a fixed amount of memory.
 *
 * <p>Addresses share {@value #SLOTS} counters by a hash with a secret seed, so that no number of
 * addresses makes it grow. Two that meet in a counter share its allowance, which costs nothing but
 * a 429 in the place of a 401: whoever shows good credentials is never damped. Thread-safe,
 * lock-free.
 */
final class FailureDamper {
    private static final int SLOTS = 1 << 12;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final RateLimit limit;
    private final int seed;

    /** Each holds a minute since the epoch (upper half) and the failures in it (lower half). */
    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

    FailureDamper(int failuresPerMinute, int seed) {
        this.limit = new RateLimit(failuresPerMinute, WINDOW);
        this.seed = seed;
    }

    /** Counts one failure; denied when the address has used up its allowance. */
    RateDecision failed(String address, Instant now) {
        final int minute = (int) Math.floorDiv(now.getEpochSecond(), WINDOW.toSeconds());
        final long after = slots.updateAndGet(slotOf(address), slot -> counted(slot, minute));
        final int failures = (int) after;
        final Instant reset = Instant.ofEpochSecond((minute + 1L) * WINDOW.toSeconds());
        return failures <= limit.requests()
                ? new RateDecision.Granted(limit, limit.requests() - failures, reset)
                : new RateDecision.Denied(limit, Duration.between(now, reset), reset);
    }

    private long counted(long slot, int minute) {
        final int failures = (int) (slot >>> Integer.SIZE) == minute ? (int) slot : 0;
        // One above the limit is enough to know, and cannot overflow.
        final int next = failures > limit.requests() ? failures : failures + 1;
        return ((long) minute << Integer.SIZE) | next;
    }

    private int slotOf(String address) {
        final int mixed = (address.hashCode() ^ seed) * 0x9E3779B9;
        return mixed >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
    }
}
