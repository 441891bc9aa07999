package io.lokivector.auth.apikey;

import io.lokivector.spi.security.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A key in memory: as it is stored, and when it was last used. Thread-safe. */
final class HeldKey {
    /** How far what is stored of {@code lastUsed} may lag behind. */
    static final Duration LAST_USED_LAG = Duration.ofMinutes(1);

    private static final long NEVER = Long.MIN_VALUE;

    private volatile StoredKey stored;
    private final AtomicLong lastUsedMillis;
    private final AtomicBoolean isWriteRequested = new AtomicBoolean();

    HeldKey(StoredKey stored) {
        this.stored = stored;
        this.lastUsedMillis =
                new AtomicLong(stored.key().lastUsed().map(Instant::toEpochMilli).orElse(NEVER));
    }

    StoredKey stored() {
        return stored;
    }

    void replace(StoredKey next) {
        stored = next;
    }

    /** Notes a use; true for the one caller that should now see to it that it is written. */
    boolean use(Instant now) {
        final long millis = now.toEpochMilli();
        // Read first: many threads use one key, and most of them within a millisecond.
        if (lastUsedMillis.get() < millis) {
            lastUsedMillis.accumulateAndGet(millis, Math::max);
        }
        return isBehind() && isWriteRequested.compareAndSet(false, true);
    }

    /** Whether what is stored lags behind. */
    boolean isBehind() {
        final long used = lastUsedMillis.get();
        return used != NEVER
                && stored.key()
                        .lastUsed()
                        .map(at -> used - at.toEpochMilli() >= LAST_USED_LAG.toMillis())
                        .orElse(true);
    }

    /** A write was done, or failed; the next use may ask for another. */
    void writeEnded() {
        isWriteRequested.set(false);
    }

    Optional<Instant> lastUsed() {
        final long used = lastUsedMillis.get();
        return used == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used));
    }

    /** What people may see, up to date. */
    ApiKey shown() {
        return upToDate().key();
    }

    /** What to store, with the last use as it is known now. */
    StoredKey upToDate() {
        final StoredKey now = stored;
        return lastUsed().map(now::lastUsed).orElse(now);
    }
}
