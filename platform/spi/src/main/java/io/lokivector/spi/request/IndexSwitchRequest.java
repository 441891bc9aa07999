package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.util.Optional;

/**
 * A request about the switch of a vector index to another type or other parameters while it is in
 * use. All answer the index as it is then; {@link IndexInfo#switching()} tells how far a switch is.
 */
public sealed interface IndexSwitchRequest extends OnCollection<IndexInfo> {
    /** The field of the index. */
    String field();

    @Override
    default Optional<Operation> requiredOperation() {
        return Optional.of(Operation.WRITE);
    }

    /** Builds a new index beside the one that is there, which goes on answering. */
    record StartIndexSwitch(String collection, String field, IndexSwitchOptions options)
            implements IndexSwitchRequest {}

    /** Lets the new index answer from now on, whatever its recall; the old one is kept beside. */
    record CutOverIndexSwitch(String collection, String field) implements IndexSwitchRequest {}

    /** Goes back to the old index, and drops the new one; before the cut-over, gives it up. */
    record RollBackIndexSwitch(String collection, String field) implements IndexSwitchRequest {}

    /** Drops the old index, now that the new one answers; that ends the switch. */
    record CommitIndexSwitch(String collection, String field) implements IndexSwitchRequest {}
}
