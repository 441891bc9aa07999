package io.lokivector.spi.request;

import io.lokivector.spi.security.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request about the transforms of one collection: lists of steps ({@code find}, {@code
 * simplesort}, {@code eqJoin} …), each of which works on what the one before it gave.
 *
 * <p>A text {@code "[%lktxp]name"} in a step stands for the parameter of that name. Steps may read
 * other collections, and may remove documents; who runs them must be allowed to do that.
 *
 * @param <R> what it answers
 */
public sealed interface TransformRequest<R> extends OnCollection<R> {
    /** A request that only looks, unless its steps remove. */
    sealed interface Reading<R> extends TransformRequest<R> {
        @Override
        default Optional<Operation> requiredOperation() {
            return Optional.of(Operation.READ);
        }
    }

    /** A request that changes what transforms there are. */
    sealed interface Writing<R> extends TransformRequest<R> {
        @Override
        default Optional<Operation> requiredOperation() {
            return Optional.of(Operation.WRITE);
        }
    }

    /** Keeps a transform under a name that is free. */
    record AddTransform(String collection, String name, List<Map<String, @Nullable Object>> steps)
            implements Writing<TransformInfo> {}

    /** Keeps a transform under a name, in the place of the one that may be there. */
    record SetTransform(String collection, String name, List<Map<String, @Nullable Object>> steps)
            implements Writing<TransformInfo> {}

    /** Forgets a transform. */
    record RemoveTransform(String collection, String name) implements Writing<Done> {}

    /** A transform, if there is one of that name. */
    record GetTransform(String collection, String name)
            implements Reading<Optional<TransformInfo>> {}

    /** All transforms, in the order in which they were added. */
    record ListTransforms(String collection) implements Reading<List<TransformInfo>> {}

    /**
     * Runs a transform that is kept under a name.
     *
     * @param params the parameters by name
     */
    record RunTransform(String collection, String name, Map<String, @Nullable Object> params)
            implements Reading<List<Map<String, @Nullable Object>>> {}

    /**
     * Runs steps.
     *
     * @param params the parameters by name
     */
    record RunSteps(
            String collection,
            List<Map<String, @Nullable Object>> steps,
            Map<String, @Nullable Object> params)
            implements Reading<List<Map<String, @Nullable Object>>> {}
}
