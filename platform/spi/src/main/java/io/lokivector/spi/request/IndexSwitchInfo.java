package io.lokivector.spi.request;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A switch of a vector index to another type or other parameters, as clients see it.
 *
 * @param phase how far it is
 * @param before the index that was there
 * @param after the index that is to take its place, or has taken it
 * @param minRecall the recall at 10 that is good enough, if the index before has more than that
 * @param automatic whether the new index takes over by itself as soon as its recall is good enough
 * @param verdict in plain words, what the switch waits for
 * @param memoryBytes what both indexes occupy together
 * @param keptUntil until when the old index is kept, once the new one answers
 */
public record IndexSwitchInfo(
        Phase phase,
        Contender before,
        Contender after,
        double minRecall,
        boolean automatic,
        String verdict,
        long memoryBytes,
        Optional<Instant> keptUntil) {
    /** How far a switch is. */
    public enum Phase {
        /** The new index is being filled. */
        BUILDING,
        /** The new index is compared with the old one, which answers. */
        COMPARING,
        /** The new index answers, and the old one is kept. */
        CUT_OVER
    }

    /**
     * One of the two indexes.
     *
     * @param options what it was made with
     * @param state what it is doing
     * @param reason in plain words, why it is not ready; blank if it is
     * @param progress how far it is, from 0 to 1; 1 if it is ready
     * @param size how many vectors it has
     * @param measured how it did when both were compared; empty until they are
     */
    public record Contender(
            String type,
            Map<String, @Nullable Object> options,
            IndexInfo.State state,
            String reason,
            double progress,
            long size,
            long memoryBytes,
            Optional<Measured> measured) {}

    /**
     * How an index did.
     *
     * @param recallAt10 the mean share of the ten nearest that it found, from 0 to 1
     * @param latencyMicros the median time of a search, one at a time, in microseconds
     * @param samples how many queries both indexes were asked
     * @param liveSamples how many of these were asked by clients of late; the others are vectors of
     *     documents
     */
    public record Measured(double recallAt10, double latencyMicros, int samples, int liveSamples) {}
}
