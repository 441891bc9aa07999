package io.lokivector.spi.request;

import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to search for by vector, and how.
 *
 * <p>Exactly one of {@code vector}, {@code text}, {@code id} and {@code recommend} is given.
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
        @Property(description = "Examples: what is like some of them, and unlike others?")
                Optional<Recommend> recommend,
        @Property(
                        description = "How many to find; with groupBy, how many groups.",
                        defaultValue = "10",
                        min = 1,
                        max = REACH_MAX,
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
                        description =
                                "How many of the nearest to skip; with groupBy, how many groups."
                                        + " Pages of one k follow each other.",
                        defaultValue = "0",
                        min = 0,
                        max = REACH_MAX)
                int offset,
        @Property(
                        description =
                                "A field: the nearest k groups of documents with one value in it,"
                                        + " instead of the nearest k documents.",
                        min = 1,
                        max = 1_000)
                Optional<String> groupBy,
        @Property(
                        description = "With groupBy, how many documents of each group.",
                        defaultValue = "3",
                        min = 1,
                        max = REACH_MAX)
                int groupSize,
        @Property(description = "Give the vectors, too.", defaultValue = "false")
                boolean includeVector) {

    /** How far into the nearest a search may reach at the very most; an engine may allow less. */
    public static final int REACH_MAX = 1_000_000;

    /**
     * Examples of what is wanted, and of what is not.
     *
     * @param positive at least one; the {@code $loki} of a document, or a vector
     * @param negative the same; may be empty
     */
    public record Recommend(
            @Property(description = "What results should be like: ids of documents, or vectors.")
                    List<Object> positive,
            @Property(description = "What they should not be like: ids of documents, or vectors.")
                    List<Object> negative,
            @Property(
                            description =
                                    "average-vector searches near one vector made of all examples;"
                                            + " best-score goes by the nearest example.",
                            defaultValue = "average-vector")
                    Strategy strategy) {}

    /** How several examples become one order; named as in Qdrant. */
    public enum Strategy {
        /**
         * Nearest to the mean of the positive examples, moved away from the negative ones by as
         * much as their mean is apart: {@code p + (p - n)}. For cosine, means of directions.
         */
        AVERAGE_VECTOR,
        /**
         * First those that are nearer to a positive than to every negative example, by the distance
         * to the nearest positive one; then the others, the farthest from the negative ones first.
         */
        BEST_SCORE
    }

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
