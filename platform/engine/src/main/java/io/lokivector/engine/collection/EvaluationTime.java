package io.lokivector.engine.collection;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the threads of one query may together test documents. The time between is the reader's:
 * a slow client of an export uses up nothing. Thread-safe.
 */
final class EvaluationTime {
    private final Duration max;
    private final AtomicLong spentNanos = new AtomicLong();

    EvaluationTime(Duration max) {
        this.max = max;
    }

    /**
     * Adds what was spent.
     *
     * @throws LokiVectorException {@code BAD_REQUEST} if it is too much by now
     */
    void add(long nanos) {
        if (spentNanos.addAndGet(nanos) > max.toNanos()) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "the query was given up after it had tested documents for "
                            + max.toMillis()
                            + " ms; narrow it by an indexed field, or use a simpler regular"
                            + " expression",
                    Map.of("timeMaxMs", max.toMillis()));
        }
    }
}
