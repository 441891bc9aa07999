package io.lokivector.engine.query;

import org.jspecify.annotations.Nullable;

/** A compiled {@link ValueTest}. */
@FunctionalInterface
interface ValueMatcher {

    /**
     * Whether a value passes.
     *
     * @param value the value, or {@link Missing}
     * @param root the document it stands in, for comparing with other fields
     */
    boolean passes(@Nullable Object value, @Nullable Object root);
}
