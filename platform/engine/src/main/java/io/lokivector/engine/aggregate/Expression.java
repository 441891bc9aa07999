package io.lokivector.engine.aggregate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What makes a value of a row; immutable, for any number of threads. */
@FunctionalInterface
interface Expression {
    /** The value, which may be {@link io.lokivector.engine.query.Missing}. */
    @Nullable Object of(Map<String, @Nullable Object> row);
}
