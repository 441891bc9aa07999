package io.lokivector.engine.document;

import org.jspecify.annotations.Nullable;

/** Gives the vectors that are not kept in a document's own bytes. */
@FunctionalInterface
public interface Vectors {
    /** The vector of a field, or null if it is gone. */
    float @Nullable [] vector(String field);

    /** Where there are none. */
    static Vectors none() {
        return field -> null;
    }
}
