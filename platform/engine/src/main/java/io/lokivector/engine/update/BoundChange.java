package io.lokivector.engine.update;

import io.lokivector.engine.query.Missing;
import io.lokivector.engine.query.RankOrder;
import org.jspecify.annotations.Nullable;

/**
 * {@code $min} and {@code $max}: the lesser or greater of two values in {@link RankOrder}; an
 * absent field takes the operand.
 */
record BoundChange(@Nullable Object operand, boolean greater) implements FieldChange {

    @Override
    public @Nullable Object apply(@Nullable Object value, String path) {
        if (value == Missing.VALUE) {
            return operand;
        }
        int order = RankOrder.compare(operand, value);
        boolean replaces = greater ? order > 0 : order < 0;
        return replaces ? operand : value;
    }
}
