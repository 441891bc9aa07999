package io.lokivector.tck.history;

import java.util.Optional;

/**
 * What an object does when it is called by one after the other.
 *
 * @param <S> states; immutable, with equality
 * @param <O> operations
 * @param <R> results
 */
public interface Specification<S, O, R> {
    /** The state after an operation had this result; empty if it cannot have it in this state. */
    Optional<S> after(S state, O operation, R result);

    /** The state after an operation of which nobody learned the result. */
    S after(S state, O operation);
}
