package io.lokivector.spi.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An index as clients see it.
 *
 * @param type {@code unique}, {@code ordered}, or a vector index type
 * @param isVector whether it is a vector index
 * @param state what it is doing
 * @param reason in plain words, why it is not ready; blank if it is
 * @param size how many documents are in it
 * @param memoryBytes what it occupies
 * @param options what it was made with
 */
public record IndexInfo(
        String field,
        String type,
        boolean isVector,
        State state,
        String reason,
        long size,
        long memoryBytes,
        Map<String, @Nullable Object> options) {
    /** What an index is doing. */
    public enum State {
        /** It answers. */
        READY,
        /** It is being filled; what needs it waits or is told so. */
        BUILDING,
        /** It cannot answer; {@link IndexInfo#reason()} says why. */
        UNAVAILABLE
    }
}
