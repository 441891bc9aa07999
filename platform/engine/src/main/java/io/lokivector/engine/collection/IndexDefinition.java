package io.lokivector.engine.collection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an index was made as.
 *
 * @param number names it within its collection, never used again for another
 * @param type {@value #UNIQUE}, {@value #ORDERED}, or a vector index type
 * @param options as the client gave them
 * @param dimension the length of a vector index's vectors; 0 until the first vector is there
 */
public record IndexDefinition(
        int number,
        String field,
        String type,
        Map<String, @Nullable Object> options,
        int dimension) {
    /** The type of an index that refuses a value which another document has. */
    public static final String UNIQUE = "unique";

    /** The type of an index that makes queries by value and range fast. */
    public static final String ORDERED = "ordered";

    /** Keeps a copy of the options. */
    public IndexDefinition {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** Whether it is a vector index. */
    public boolean isVector() {
        return !type.equals(UNIQUE) && !type.equals(ORDERED);
    }

    /** Whether it refuses duplicates. */
    boolean isUnique() {
        return type.equals(UNIQUE);
    }

    IndexDefinition withDimension(int known) {
        return new IndexDefinition(number, field, type, options, known);
    }
}
