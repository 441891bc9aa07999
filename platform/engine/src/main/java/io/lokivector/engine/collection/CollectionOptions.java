package io.lokivector.engine.collection;

import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.RecordSchema;
import java.util.LinkedHashMap;
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
 * @param ttl how long after their last change documents are removed, in milliseconds; 0 for never
 * @param ttlInterval how often it is looked for these, in milliseconds; 0 for as often as fits
 * @param disableChangesApi whether the changes feed tells only which documents changed, not what
 *     they are like
 * @param disableDeltaChangesApi whether the feed tells the whole documents of updates, not only
 *     what changed
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
                Optional<Integer> shards,
        @Property(
                        description = "After how many milliseconds without a change documents go.",
                        unit = "ms",
                        min = 0,
                        max = 31_536_000_000_000L)
                Optional<Long> ttl,
        @Property(
                        description = "How often to look for documents past their ttl.",
                        unit = "ms",
                        min = 0,
                        max = 31_536_000_000_000L)
                Optional<Long> ttlInterval,
        @Property(description = "Whether the changes feed leaves out the documents.")
                Optional<Boolean> disableChangesApi,
        @Property(description = "Whether the changes feed tells whole documents of updates.")
                Optional<Boolean> disableDeltaChangesApi) {
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
        return Schema.OF_COLLECTION.bind(withZeros(options), "options");
    }

    /** Null switches off what milliseconds stand for. */
    private static Map<String, ? extends @Nullable Object> withZeros(
            Map<String, ? extends @Nullable Object> options) {
        final Map<String, @Nullable Object> given = new LinkedHashMap<>(options);
        for (final String name : List.of("ttl", "ttlInterval")) {
            if (given.containsKey(name) && given.get(name) == null) {
                given.put(name, 0);
            }
        }
        return given;
    }
}
