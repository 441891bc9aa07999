package io.lokivector.engine.update;

import org.jspecify.annotations.Nullable;

/** How the value of one field changes. */
@FunctionalInterface
interface FieldChange {

    /**
     * The new value.
     *
     * @param value the present value, or {@link io.lokivector.engine.query.Missing}; not to be
     *     changed
     * @param path the field, for failures
     * @return the new value, or {@code Missing} to remove the field
     */
    @Nullable Object apply(@Nullable Object value, String path);
}
