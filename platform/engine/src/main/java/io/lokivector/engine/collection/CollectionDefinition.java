package io.lokivector.engine.collection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a collection was made as, and the indexes it has; what the catalogue remembers.
 *
 * @param number names it in the storage, never used again for another
 * @param columns the fields that are or were vector fields: their vectors are stored in columns
 *     numbered by the place in this list
 * @param attachments what is kept with it by the packages above, who alone understand it: by family
 *     and name, plain values
 */
public record CollectionDefinition(
        int number,
        String name,
        Instant createdAt,
        int shards,
        int nextIndexNumber,
        List<IndexDefinition> indexes,
        List<String> columns,
        Map<String, Map<String, @Nullable Object>> attachments) {
    /** Keeps copies of the lists, and of the map of families. */
    public CollectionDefinition {
        indexes = List.copyOf(indexes);
        columns = List.copyOf(columns);
        attachments = Map.copyOf(attachments);
    }

    /** A definition of what nothing is attached to. */
    CollectionDefinition(
            int number,
            String name,
            Instant createdAt,
            int shards,
            int nextIndexNumber,
            List<IndexDefinition> indexes,
            List<String> columns) {
        this(number, name, createdAt, shards, nextIndexNumber, indexes, columns, Map.of());
    }

    /** What its options tell it to do. */
    CollectionSettings settings() {
        return CollectionSettings.of(attachments(CollectionSettings.FAMILY));
    }

    CollectionDefinition with(CollectionSettings settings) {
        return withAttachments(CollectionSettings.FAMILY, settings.toAttachment());
    }

    /** What is attached of a family, by name, in the order of its coming; not to be changed. */
    public Map<String, @Nullable Object> attachments(String family) {
        return attachments.getOrDefault(family, Map.of());
    }

    /** With other attachments of a family. */
    CollectionDefinition withAttachments(String family, Map<String, @Nullable Object> changed) {
        final Map<String, Map<String, @Nullable Object>> families = new HashMap<>(attachments);
        if (changed.isEmpty()) {
            families.remove(family);
        } else {
            families.put(family, DefinitionCodec.canonical(changed));
        }
        return new CollectionDefinition(
                number, name, createdAt, shards, nextIndexNumber, indexes, columns, families);
    }

    /** The index of a name, which is that of its field. */
    public Optional<IndexDefinition> index(String field) {
        return indexes.stream().filter(index -> index.field().equals(field)).findFirst();
    }

    /** The vector indexes in the order they were made. */
    public List<IndexDefinition> vectorIndexes() {
        return hasVectors()
                ? indexes.stream().filter(IndexDefinition::isVector).toList()
                : List.of();
    }

    /** Whether it has vector indexes; every write asks for them, and most collections have none. */
    private boolean hasVectors() {
        for (final IndexDefinition index : indexes) {
            if (index.isVector()) {
                return true;
            }
        }
        return false;
    }

    /** The indexes of values. */
    List<IndexDefinition> valueIndexes() {
        return indexes.stream().filter(index -> !index.isVector()).toList();
    }

    /** The fields whose vectors are kept in columns. */
    Set<String> vectorFields() {
        if (!hasVectors()) {
            return Set.of();
        }
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
                number,
                name,
                createdAt,
                shards,
                nextIndexNumber + 1,
                more,
                moreColumns,
                attachments);
    }

    /** With an index beside that of a field, which gets the next number. */
    CollectionDefinition with(String field, SwitchDefinition begun) {
        return new CollectionDefinition(
                        number,
                        name,
                        createdAt,
                        shards,
                        nextIndexNumber + 1,
                        indexes,
                        columns,
                        attachments)
                .withIndex(
                        field,
                        index -> index.withSwitch(Optional.of(begun.withNumber(nextIndexNumber))));
    }

    CollectionDefinition without(String field) {
        return withIndexes(indexes.stream().filter(index -> !index.field().equals(field)).toList());
    }

    CollectionDefinition withDimension(String field, int dimension) {
        return withIndex(field, index -> index.withDimension(dimension));
    }

    /** With the index of a field changed. */
    CollectionDefinition withIndex(String field, UnaryOperator<IndexDefinition> change) {
        return withIndexes(
                indexes.stream()
                        .map(index -> index.field().equals(field) ? change.apply(index) : index)
                        .toList());
    }

    private CollectionDefinition withIndexes(List<IndexDefinition> changed) {
        return new CollectionDefinition(
                number, name, createdAt, shards, nextIndexNumber, changed, columns, attachments);
    }

    CollectionDefinition renamed(String newName) {
        return new CollectionDefinition(
                number, newName, createdAt, shards, nextIndexNumber, indexes, columns, attachments);
    }
}
