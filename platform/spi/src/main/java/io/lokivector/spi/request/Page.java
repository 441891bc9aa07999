package io.lokivector.spi.request;

import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a result is given, and how its documents are shown.
 *
 * @param offset how many to skip
 * @param limit how many to give at most; empty for the server's bound
 * @param projection which fields to give; empty for all
 */
public record Page(
        @Property(description = "How many to skip.", defaultValue = "0", min = 0) int offset,
        @Property(description = "How many to give at most.", min = 0) Optional<Integer> limit,
        @Property(description = "Which fields to give; all when empty.") List<String> projection) {

    private static final Page WHOLE = new Page(0, Optional.empty(), List.of());

    /** Everything. */
    public static Page whole() {
        return WHOLE;
    }

    /** How a page is read from a request. */
    public static RecordSchema<Page> schema() {
        return Schema.OF_PAGE;
    }

    /** Holds the schema until it is first needed. */
    private static final class Schema {
        private static final RecordSchema<Page> OF_PAGE = RecordSchema.of(Page.class);
    }
}
