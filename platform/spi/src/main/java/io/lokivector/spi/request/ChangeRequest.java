package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.util.Optional;

/**
 * A request about the changes feed: of one collection, or of all that the caller may read.
 *
 * @param <R> what it answers
 */
public sealed interface ChangeRequest<R> extends Request<R> {
    /** How many changes a page has if nobody says. */
    int DEFAULT_LIMIT = 100;

    /** How many changes a page may have. */
    int LIMIT_MAX = 10_000;

    /** The collection; empty for all that the caller may read. */
    Optional<String> collection();

    @Override
    default Optional<String> target() {
        return collection();
    }

    /** Where reading begins. */
    sealed interface Start {
        /** After the change of this sequence number, which must still be kept. */
        record After(long sequence) implements Start {
            public After {
                if (sequence < 0) {
                    throw new IllegalArgumentException("a sequence number is not negative");
                }
            }
        }

        /** With what was not flushed yet, and is kept, of the collections that are there. */
        record Unflushed() implements Start {}

        /** With what is still to come. */
        record Now() implements Start {}
    }

    /**
     * Reads changes that have happened.
     *
     * @param limit how many at most, 1 to {@link #LIMIT_MAX}
     */
    record ReadChanges(Optional<String> collection, Start start, int limit)
            implements ChangeRequest<ChangePage> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /** Follows changes as they happen. */
    record WatchChanges(Optional<String> collection, Start start)
            implements ChangeRequest<ChangeStream> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /**
     * Takes note that all changes until now were dealt with, so that {@link Start.Unflushed} begins
     * after them. Nothing is deleted: who reads by sequence number still finds them.
     */
    record FlushChanges(Optional<String> collection) implements ChangeRequest<Done> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }
}
