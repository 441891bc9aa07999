package io.lokivector.engine.query;

import org.jspecify.annotations.Nullable;

/** A compiled {@link Condition}. */
@FunctionalInterface
interface DocumentMatcher {

    /**
     * Whether the condition holds.
     *
     * @param root a document, or an element of a list taken as one
     */
    boolean matches(@Nullable Object root);
}
