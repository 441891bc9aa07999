package io.lokivector.spi.request;

import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to search for by vector, and how.
 *
 * <p>Exactly one of {@code vector}, {@code text} and {@code id} is given.
 */
@SuppressWarnings("ArrayRecordComponent") // a vector is measured hot path; it is not changed
public record SearchOptions(
        @Property(description = "The vector field; needed when there are several.")
                Optional<String> field,
        @Property(description = "The query vector.") Optional<float[]> vector,
        @Property(
                        description =
                                "A text, which the field's embedding model makes a vector of.",
                        max = 100_000)
                Optional<String> text,
        @Property(description = "The $loki of a document: what is similar to it?")
                Optional<Long> id,
        @Property(
                        description = "How many to find.",
                        defaultValue = "10",
                        min = 1,
                        max = 10_000,
                        aliases = "limit")
                int k,
        @Property(
                        description =
                                "How many candidates an approximate index holds while it searches.",
                        min = 1,
                        max = 100_000,
                        aliases = "efSearch")
                Optional<Integer> ef,
        @Property(description = "Compare with every vector.", defaultValue = "false") boolean exact,
        @Property(description = "A query; documents that do not match are excluded.")
                Optional<Map<String, @Nullable Object>> filter,
        @Property(
                        description = "Let the filter raise the score instead of excluding.",
                        defaultValue = "false")
                boolean hybrid,
        @Property(
                        description = "With hybrid, the weight of the vector's part of the score.",
                        defaultValue = "0.5",
                        min = 0,
                        max = 1)
                double vectorWeight,
        @Property(description = "The greatest distance a result may have.")
                Optional<Double> threshold,
        @Property(
                        description = "How many of the nearest to skip.",
                        defaultValue = "0",
                        min = 0,
                        max = 10_000)
                int offset,
        @Property(description = "Give the vectors, too.", defaultValue = "false")
                boolean includeVector) {

    /** The k nearest to a vector, in the only vector field. */
    public static SearchOptions nearest(float[] vector, int k) {
        return schema().bind(Map.of("vector", vector, "k", k), "");
    }

    /** The k nearest to the meaning of a text, in the only vector field. */
    public static SearchOptions nearest(String text, int k) {
        return schema().bind(Map.of("text", text, "k", k), "");
    }

    /** How these options are read from a request. */
    public static RecordSchema<SearchOptions> schema() {
        return Schema.OF_SEARCH;
    }

    /** Holds the schema until it is first needed. */
    private static final class Schema {
        private static final RecordSchema<SearchOptions> OF_SEARCH =
                RecordSchema.of(SearchOptions.class);
    }
}
