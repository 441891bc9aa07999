package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request about a collection itself or its indexes.
 *
 * @param <R> what it answers
 */
public sealed interface CollectionRequest<R> extends OnCollection<R> {
    /** Creates a collection. */
    record CreateCollection(String collection, Map<String, @Nullable Object> options)
            implements CollectionRequest<CollectionInfo> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /** Describes a collection. */
    record DescribeCollection(String collection) implements CollectionRequest<CollectionInfo> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /**
     * Changes a collection.
     *
     * @param newName its new name, if it is to be renamed; the caller's key must reach that, too
     * @param options what to change of its options
     */
    record AlterCollection(
            String collection, Optional<String> newName, Map<String, @Nullable Object> options)
            implements CollectionRequest<CollectionInfo> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /** Drops a collection with everything in it. */
    record DropCollection(String collection) implements CollectionRequest<Done> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /**
     * Creates an index. If that takes long, the answer says that it is being built, and it goes on.
     *
     * @param fields whose values it has, the most significant first; a vector index has one
     * @param type {@code unique}, {@code ordered}, {@code hash}, or a vector index type; empty for
     *     the default vector index type
     */
    record CreateIndex(
            String collection,
            List<String> fields,
            Optional<String> type,
            Map<String, @Nullable Object> options)
            implements CollectionRequest<IndexInfo> {
        /** Creates an index of one field. */
        public CreateIndex(
                String collection,
                String field,
                Optional<String> type,
                Map<String, @Nullable Object> options) {
            this(collection, List.of(field), type, options);
        }

        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /** Lists the indexes of a collection. */
    record ListIndexes(String collection) implements CollectionRequest<List<IndexInfo>> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /** Describes an index, named by its field or by its fields joined by commas. */
    record DescribeIndex(String collection, String field) implements CollectionRequest<IndexInfo> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /** Drops an index, named by its field or by its fields joined by commas. */
    record DropIndex(String collection, String field) implements CollectionRequest<Done> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /**
     * Tries options of a vector index on a sample of its vectors, beside everything else. One such
     * request is worked on at a time; another is told to come later.
     */
    record AdviseIndex(String collection, String field, AdviceOptions options)
            implements CollectionRequest<AdviceRun> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.ADMIN);
        }
    }
}
