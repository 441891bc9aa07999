package io.lokivector.tck.history;

import java.util.Optional;

/**
 * One call of a history.
 *
 * @param operation what was asked
 * @param result what came of it; empty if nobody learned that, so that it may have happened at any
 *     time after it was invoked, or never
 * @param invoked when it began, in ticks, of which no two are the same
 * @param returned when it ended; {@code Long.MAX_VALUE} if nobody learned what came of it
 * @param <O> operations
 * @param <R> results
 */
public record RecordedCall<O, R>(O operation, Optional<R> result, long invoked, long returned) {
    /** Checks that it ended after it began. */
    public RecordedCall {
        if (returned <= invoked) {
            throw new IllegalArgumentException("a call ends after it began");
        }
    }

    boolean isKnown() {
        return result.isPresent();
    }
}
