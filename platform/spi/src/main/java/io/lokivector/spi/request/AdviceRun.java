package io.lokivector.spi.request;

import java.time.Duration;
import java.util.Optional;

/**
 * An advice that is being worked out. Whoever asked for it closes it: if it is not ready by then,
 * it is given up. Thread-safe.
 */
public interface AdviceRun extends AutoCloseable {
    /**
     * Waits for the advice.
     *
     * @return empty if it is not ready after {@code atMost}
     * @throws io.lokivector.spi.LokiVectorException if there will be none, with the reason
     */
    Optional<IndexAdvice> await(Duration atMost) throws InterruptedException;

    /** Gives it up if it is still being worked out; idempotent. */
    @Override
    void close();
}
