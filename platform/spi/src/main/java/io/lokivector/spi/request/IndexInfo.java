package io.lokivector.spi.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An index as clients see it.
 *
 * @param field what it is called: its field, or its fields joined by commas
 * @param fields whose values are in it, the most significant first
 * @param type {@code unique}, {@code ordered}, {@code hash}, or a vector index type
 * @param isVector whether it is a vector index
 * @param state what it is doing
 * @param reason in plain words, why it is not ready; blank if it is
 * @param progress how far it is, from 0 to 1; 1 if it is ready
 * @param size how many entries it has: of documents, or of their values
 * @param memoryBytes what it occupies
 * @param memoryParts which part of it occupies how much, in bytes, if it can tell
 * @param statistics what is known of its values: {@code distinct}, about how many different ones
 *     there are; {@code min} and {@code max}, the least and the greatest
 * @param options what it was made with
 * @param recall how much of the exact answer a vector index finds, if that has been measured
 * @param switching the switch of a vector index to another type or other parameters, if there is
 *     one under way
 */
public record IndexInfo(
        String field,
        List<String> fields,
        String type,
        boolean isVector,
        State state,
        String reason,
        double progress,
        long size,
        long memoryBytes,
        Map<String, Long> memoryParts,
        Map<String, @Nullable Object> statistics,
        Map<String, @Nullable Object> options,
        Optional<SampledRecall> recall,
        Optional<IndexSwitchInfo> switching) {
    /** An index whose parts and recall are not known. */
    public IndexInfo(
            String field,
            List<String> fields,
            String type,
            boolean isVector,
            State state,
            String reason,
            double progress,
            long size,
            long memoryBytes,
            Map<String, @Nullable Object> statistics,
            Map<String, @Nullable Object> options) {
        this(
                field,
                fields,
                type,
                isVector,
                state,
                reason,
                progress,
                size,
                memoryBytes,
                Map.of(),
                statistics,
                options,
                Optional.empty(),
                Optional.empty());
    }

    /** An index of one field that has no statistics. */
    public IndexInfo(
            String field,
            String type,
            boolean isVector,
            State state,
            String reason,
            long size,
            long memoryBytes,
            Map<String, @Nullable Object> options) {
        this(
                field,
                List.of(field),
                type,
                isVector,
                state,
                reason,
                state == State.READY ? 1 : 0,
                size,
                memoryBytes,
                Map.of(),
                options);
    }

    /** The same with what has been measured of it. */
    public IndexInfo with(Map<String, Long> parts, Optional<SampledRecall> measured) {
        return new IndexInfo(
                field,
                fields,
                type,
                isVector,
                state,
                reason,
                progress,
                size,
                memoryBytes,
                parts,
                statistics,
                options,
                measured,
                switching);
    }

    /** The same with a switch that is under way. */
    public IndexInfo with(IndexSwitchInfo underWay) {
        return new IndexInfo(
                field,
                fields,
                type,
                isVector,
                state,
                reason,
                progress,
                size,
                memoryBytes,
                memoryParts,
                statistics,
                options,
                recall,
                Optional.of(underWay));
    }

    /** The same with how far it is, from 0 to 1. */
    public IndexInfo withProgress(double done) {
        return new IndexInfo(
                field,
                fields,
                type,
                isVector,
                state,
                reason,
                done,
                size,
                memoryBytes,
                memoryParts,
                statistics,
                options,
                recall,
                switching);
    }

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
