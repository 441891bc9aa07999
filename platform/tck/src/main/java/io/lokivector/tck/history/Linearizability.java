package io.lokivector.tck.history;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order of the calls of a history that explains all results: each call happens at one
 * moment between its beginning and its end.
 *
 * <p>The search of Wing and Gong (Testing and Verifying Concurrent Objects, Journal of Parallel and
 * Distributed Computing 17, 1993) tries every call that began before the first of those left ended.
 * It does not try the same calls from the same state twice (Lowe, Testing for Linearizability,
 * Concurrency and Computation 29, 2017). For one thread.
 *
 * @param <S> states
 * @param <O> operations
 * @param <R> results
 */
public final class Linearizability<S, O, R> {
    private final Specification<S, O, R> specification;
    private final List<RecordedCall<O, R>> calls;
    private final BitSet placed = new BitSet();
    private final Set<Configuration<S>> seen = new HashSet<>();
    private int unexplained;
    private int fewestUnexplained;

    private Linearizability(Specification<S, O, R> specification, List<RecordedCall<O, R>> calls) {
        this.specification = specification;
        this.calls = calls;
        this.unexplained = (int) calls.stream().filter(RecordedCall::isKnown).count();
        this.fewestUnexplained = unexplained;
    }

    private record Configuration<S>(BitSet placed, S state) {}

    /**
     * How many calls no order explains; 0 if the history is linearizable.
     *
     * @param calls together the whole history of the object since it was in the initial state
     */
    public static <S, O, R> int unexplained(
            Specification<S, O, R> specification, S initial, List<RecordedCall<O, R>> calls) {
        final Linearizability<S, O, R> search =
                new Linearizability<>(specification, List.copyOf(calls));
        return search.explains(initial) ? 0 : search.fewestUnexplained;
    }

    private boolean explains(S state) {
        if (unexplained == 0) {
            return true;
        }
        if (!seen.add(new Configuration<>((BitSet) placed.clone(), state))) {
            return false;
        }
        fewestUnexplained = Math.min(fewestUnexplained, unexplained);
        final long firstEnd = firstEnd();
        for (int i = placed.nextClearBit(0); i < calls.size(); i = placed.nextClearBit(i + 1)) {
            if (calls.get(i).invoked() < firstEnd && explainsFrom(state, i)) {
                return true;
            }
        }
        return false;
    }

    /** No call that began later can have happened next. */
    private long firstEnd() {
        long first = Long.MAX_VALUE;
        for (int i = placed.nextClearBit(0); i < calls.size(); i = placed.nextClearBit(i + 1)) {
            first = Math.min(first, calls.get(i).returned());
        }
        return first;
    }

    private boolean explainsFrom(S state, int i) {
        final RecordedCall<O, R> call = calls.get(i);
        final Optional<S> next =
                call.result().isPresent()
                        ? specification.after(state, call.operation(), call.result().get())
                        : Optional.of(specification.after(state, call.operation()));
        if (next.isEmpty()) {
            return false;
        }
        final int weight = call.isKnown() ? 1 : 0;
        placed.set(i);
        unexplained -= weight;
        final boolean found = explains(next.get());
        placed.clear(i);
        unexplained += weight;
        return found;
    }
}
