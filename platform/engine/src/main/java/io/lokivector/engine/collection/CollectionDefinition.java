package io.lokivector.engine.collection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a collection was made as, and the indexes it has; what the catalogue remembers.
 *
 * @param number names it in the storage, never used again for another
 * @param columns the fields that are or were vector fields: their vectors are stored in columns
 *     numbered by the place in this list
 */
public record CollectionDefinition(
        int number,
        String name,
        Instant createdAt,
        int shards,
        int nextIndexNumber,
        List<IndexDefinition> indexes,
        List<String> columns) {
    /** Keeps copies of the lists. */
    public CollectionDefinition {
        indexes = List.copyOf(indexes);
        columns = List.copyOf(columns);
    }

    /** The index of a field. */
    public Optional<IndexDefinition> index(String field) {
        return indexes.stream().filter(index -> index.field().equals(field)).findFirst();
    }

    /** The vector indexes in the order they were made. */
    public List<IndexDefinition> vectorIndexes() {
        return indexes.stream().filter(IndexDefinition::isVector).toList();
    }

    /** The unique and ordered indexes. */
    List<IndexDefinition> valueIndexes() {
        return indexes.stream().filter(index -> !index.isVector()).toList();
    }

    /** The fields whose vectors are kept in columns. */
    Set<String> vectorFields() {
        final Set<String> fields = new HashSet<>();
        for (final IndexDefinition index : indexes) {
            if (index.isVector()) {
                fields.add(index.field());
            }
        }
        return fields;
    }

    /** With an index more, which gets the next number. */
    CollectionDefinition with(IndexDefinition index) {
        final List<IndexDefinition> more = new ArrayList<>(indexes);
        more.add(index);
        final List<String> moreColumns = new ArrayList<>(columns);
        if (index.isVector() && !columns.contains(index.field())) {
            moreColumns.add(index.field());
        }
        return new CollectionDefinition(
                number, name, createdAt, shards, nextIndexNumber + 1, more, moreColumns);
    }

    CollectionDefinition without(String field) {
        return withIndexes(indexes.stream().filter(index -> !index.field().equals(field)).toList());
    }

    CollectionDefinition withDimension(String field, int dimension) {
        return withIndexes(
                indexes.stream()
                        .map(index ->
                                index.field().equals(field)
                                        ? index.withDimension(dimension)
                                        : index)
                        .toList());
    }

    private CollectionDefinition withIndexes(List<IndexDefinition> changed) {
        return new CollectionDefinition(
                number, name, createdAt, shards, nextIndexNumber, changed, columns);
    }

    CollectionDefinition renamed(String newName) {
        return new CollectionDefinition(
                number, newName, createdAt, shards, nextIndexNumber, indexes, columns);
    }
}
