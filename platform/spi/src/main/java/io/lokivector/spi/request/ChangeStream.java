package io.lokivector.spi.request;

import java.time.Duration;
import java.util.Optional;

/**
 * Changes as they happen, from a place in the feed on. It keeps nothing but that place: whoever is
 * slow reads later what is kept in the feed. To be closed; {@link #next} is for one thread, {@link
 * #close} for any.
 */
public interface ChangeStream extends AutoCloseable {
    /**
     * The next changes, in order, each exactly once. Waits if there are none yet.
     *
     * @param limit how many at most, at least 1
     * @param atMost how long to wait; after that, a page without changes is given
     * @return empty once the stream or the database is closed
     * @throws io.lokivector.spi.LokiVectorException {@code GONE} if it has fallen behind what is
     *     kept
     */
    Optional<ChangePage> next(int limit, Duration atMost);

    /** Ends it, and whoever waits in it; idempotent. */
    @Override
    void close();
}
