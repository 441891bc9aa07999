package io.lokivector.engine.collection;

import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a collection is to be made or changed.
 *
 * @param unique the fields whose values no two documents may share; lists of fields whose
 *     combinations they may not
 * @param indices the fields, or lists of fields, by which queries are to be fast
 * @param vectorIndices vector fields, each with the options of its index and perhaps its {@code
 *     type}
 * @param shards in how many parts it is kept; cannot be changed later
 */
public record CollectionOptions(
        @Property(
                        description =
                                "Fields whose values no two documents may share; a list of fields"
                                        + " stands for their combination.")
                List<Object> unique,
        @Property(description = "Fields, or lists of fields, by which queries are to be fast.")
                List<Object> indices,
        @Property(description = "Vector fields, each with the options of its index.")
                Map<String, @Nullable Object> vectorIndices,
        @Property(description = "In how many parts the collection is kept.", min = 1)
                Optional<Integer> shards) {
    /** Holds the schema until it is first needed. */
    private static final class Schema {
        private static final RecordSchema<CollectionOptions> OF_COLLECTION =
                RecordSchema.of(CollectionOptions.class);
    }

    /**
     * Reads options.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} naming every fault
     */
    static CollectionOptions of(Map<String, ? extends @Nullable Object> options) {
        return Schema.OF_COLLECTION.bind(options, "options");
    }
}
