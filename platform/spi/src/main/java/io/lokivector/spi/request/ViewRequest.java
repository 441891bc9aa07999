package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request about the dynamic views of a collection.
 *
 * @param <R> what it answers
 */
public sealed interface ViewRequest<R> extends OnCollection<R> {
    /** Creates a dynamic view. */
    record CreateView(String collection, ViewDefinition view)
            implements ViewRequest<ViewDefinition> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /** Lists the dynamic views in the order they were made. */
    record ListViews(String collection) implements ViewRequest<List<ViewDefinition>> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /** Describes a dynamic view. */
    record DescribeView(String collection, String view) implements ViewRequest<ViewDefinition> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /** Drops a dynamic view; the documents stay. */
    record DropView(String collection, String view) implements ViewRequest<Done> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /** Adds a filter to a view, in the place of one of the same uid, if there is one. */
    record AddViewFilter(String collection, String view, ViewFilter filter)
            implements ViewRequest<ViewDefinition> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /** Removes the filter of a uid. */
    record RemoveViewFilter(String collection, String view, String uid)
            implements ViewRequest<ViewDefinition> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /** Removes all filters of a view, which then has all documents. */
    record RemoveViewFilters(String collection, String view)
            implements ViewRequest<ViewDefinition> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /**
     * Gives a view another order.
     *
     * @param sort empty for the order of insertion
     */
    record SortView(String collection, String view, List<Object> sort)
            implements ViewRequest<ViewDefinition> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /** The documents of a view as they are now, in its order. */
    record ReadView(String collection, String view, Page page)
            implements ViewRequest<List<Map<String, @Nullable Object>>> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /**
     * What a transform makes of the documents of a view as they are now; the view stays as it is.
     *
     * @param transform the name of a transform of the collection, instead of {@code steps}
     * @param steps as of a {@link TransformRequest.RunSteps}; without any, the documents are given
     * @param params the parameters by name
     */
    record BranchView(
            String collection,
            String view,
            Optional<String> transform,
            List<Map<String, @Nullable Object>> steps,
            Map<String, @Nullable Object> params)
            implements ViewRequest<List<Map<String, @Nullable Object>>> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /** How many documents a view has now. */
    record CountView(String collection, String view) implements ViewRequest<Long> {
        @Override
        public Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }
}
