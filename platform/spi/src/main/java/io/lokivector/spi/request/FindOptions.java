package io.lokivector.spi.request;

import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import java.util.List;
import java.util.Optional;

/**
 * How found documents are ordered, cut and shown.
 *
 * @param sort pairs of property and whether it descends; a bare property ascends
 * @param offset how many to skip
 * @param limit how many to give at most; empty for the server's bound
 * @param projection which fields to give; empty for all
 */
public record FindOptions(
        @Property(description = "Pairs [property, descending]; a bare property ascends.", min = 1)
                List<Object> sort,
        @Property(description = "How many to skip.", defaultValue = "0", min = 0) int offset,
        @Property(description = "How many to give at most.", min = 0) Optional<Integer> limit,
        @Property(description = "Which fields to give; all when empty.") List<String> projection) {

    private static final FindOptions NONE =
            new FindOptions(List.of(), 0, Optional.empty(), List.of());

    /** Everything, in the order of insertion. */
    public static FindOptions none() {
        return NONE;
    }

    /** How these options are read from a request. */
    public static RecordSchema<FindOptions> schema() {
        return Schema.OF_FIND;
    }

    /** Holds the schema until it is first needed. */
    private static final class Schema {
        private static final RecordSchema<FindOptions> OF_FIND = RecordSchema.of(FindOptions.class);
    }
}
