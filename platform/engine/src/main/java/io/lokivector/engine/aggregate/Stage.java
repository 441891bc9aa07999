package io.lokivector.engine.aggregate;

import io.lokivector.engine.rows.Moment;
import io.lokivector.engine.rows.RowBudget;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a pipeline; immutable, for any number of runs.
 *
 * <p>Rows are pushed from stage to stage, so that one row can go several ways, and a stage that has
 * seen enough can say so.
 */
interface Stage {
    /** A sink that does this stage's work, and pushes what it makes of the rows. */
    Sink into(Sink next, Run run);

    /**
     * Whether it makes of each row what it makes of it alone, whatever rows there are beside it.
     */
    default boolean isRowByRow() {
        return false;
    }

    /**
     * What the stages of one run share.
     *
     * @param moment the other collections
     */
    record Run(Moment moment, RowBudget budget) {}

    /** Takes rows one after the other; for one thread. */
    interface Sink {
        /** Takes a row; false if no more are wanted. */
        boolean take(Map<String, @Nullable Object> row);

        /** There are no more rows, or no more are wanted; called once. */
        void finish();
    }
}
