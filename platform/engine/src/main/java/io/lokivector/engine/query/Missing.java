package io.lokivector.engine.query;

import org.jspecify.annotations.Nullable;

/** The value of a field that a document does not have; differs from null, which is stored. */
public enum Missing {
    VALUE;

    /** Whether there is nothing: null, or no field at all. */
    public static boolean isNullOrMissing(@Nullable Object value) {
        return value == null || value == VALUE;
    }
}
