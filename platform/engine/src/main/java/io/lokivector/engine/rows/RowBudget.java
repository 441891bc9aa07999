package io.lokivector.engine.rows;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.Map;

/**
 * How much one transform or aggregation may hold at once: rows that a sort keeps, the right side
 * and the rows of a join, groups, and the values listed in groups. For one thread.
 */
public final class RowBudget {
    private final long max;
    private long held;

    /** A budget of which nothing is used. */
    public RowBudget(long max) {
        this.max = max;
    }

    /** A budget of the same size of which nothing is used. */
    public RowBudget another() {
        return new RowBudget(max);
    }

    /**
     * Notes that one more is held.
     *
     * @param path the step that holds it, such as {@code pipeline[2].$group}
     * @throws LokiVectorException {@code TOO_LARGE} if that is too many
     */
    public void hold(String path) {
        if (++held > max) {
            throw new LokiVectorException(
                    ErrorCode.TOO_LARGE,
                    path
                            + ": more than "
                            + max
                            + " rows, groups and listed values would have to be held at once;"
                            + " narrow them down before, or raise engine.pipeline-rows-max",
                    Map.of("path", path, "max", max));
        }
    }
}
