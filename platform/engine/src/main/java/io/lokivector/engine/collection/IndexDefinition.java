package io.lokivector.engine.collection;

import io.lokivector.engine.values.IndexShape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an index was made as.
 *
 * @param number names it within its collection, never used again for another
 * @param fields whose values are in it, the most significant first; one for a vector index
 * @param type {@value #UNIQUE}, {@value #ORDERED}, {@value #HASH}, or a vector index type
 * @param options as the client gave them
 * @param dimension the length of a vector index's vectors; 0 until the first vector is there
 * @param recoded whether the documents that were there before it have been brought into the form
 *     that it needs; always so for an index of values
 * @param switching the index beside that of a vector field, while it is switched to another one
 */
public record IndexDefinition(
        int number,
        List<String> fields,
        String type,
        Map<String, @Nullable Object> options,
        int dimension,
        boolean recoded,
        Optional<SwitchDefinition> switching) {
    /** The type of an index that refuses a value which another document has. */
    public static final String UNIQUE = "unique";

    /** The type of an index that makes queries by value and range fast, and sorts. */
    public static final String ORDERED = "ordered";

    /** The type of a small index that makes queries by equal values fast. */
    public static final String HASH = "hash";

    /** Keeps copies. */
    public IndexDefinition {
        fields = List.copyOf(fields);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** An index that finds all documents in the form it needs. */
    IndexDefinition(
            int number,
            List<String> fields,
            String type,
            Map<String, @Nullable Object> options,
            int dimension) {
        this(number, fields, type, options, dimension, true, Optional.empty());
    }

    /** An index of one field that finds all documents in the form it needs. */
    IndexDefinition(
            int number,
            String field,
            String type,
            Map<String, @Nullable Object> options,
            int dimension) {
        this(number, List.of(field), type, options, dimension);
    }

    /** What it is called: its field, or its fields joined by commas. */
    public String field() {
        return String.join(",", fields);
    }

    /** Whether it is a vector index. */
    public boolean isVector() {
        return !type.equals(UNIQUE) && !type.equals(ORDERED) && !type.equals(HASH);
    }

    /** Whether it refuses duplicates. */
    boolean isUnique() {
        return type.equals(UNIQUE);
    }

    /** How documents stand in it, if it is no vector index. */
    IndexShape shape() {
        return new IndexShape(fields, type.equals(HASH));
    }

    IndexDefinition withNumber(int given) {
        return new IndexDefinition(given, fields, type, options, dimension, recoded, switching);
    }

    IndexDefinition withDimension(int known) {
        return new IndexDefinition(number, fields, type, options, known, recoded, switching);
    }

    IndexDefinition withRecoded(boolean done) {
        return new IndexDefinition(number, fields, type, options, dimension, done, switching);
    }

    IndexDefinition withSwitch(Optional<SwitchDefinition> underWay) {
        return new IndexDefinition(number, fields, type, options, dimension, recoded, underWay);
    }

    /** The index of its field that is beside it, which it changes places with. */
    IndexDefinition inPlaceOf(SwitchDefinition beside) {
        return new IndexDefinition(
                beside.number(),
                fields,
                beside.type(),
                beside.options(),
                dimension,
                recoded,
                switching);
    }

    /** Its number, and that of the index beside it. */
    List<Integer> numbers() {
        return switching
                .map(beside -> List.of(number, beside.number()))
                .orElseGet(() -> List.of(number));
    }
}
