package io.lokivector.spi.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What options of a vector index cost and bring, measured on a sample of its vectors.
 *
 * @param type the index type that was tried
 * @param vectors how many vectors the field has
 * @param sample how many of them each candidate was built of
 * @param recentQueries how many of the searches were ones that clients had made of late
 * @param heldOutQueries how many were for stored vectors that were kept out of the candidates
 * @param targetRecall the share of the exact answer that should be found
 * @param points the curve, in the order in which it was measured
 * @param recommended which of the points is recommended, if one reaches the target
 * @param recommendation the same in words
 * @param notes what is to be kept in mind
 * @param isComplete whether everything was tried; false if time ran out
 * @param seconds how long it took
 */
public record IndexAdvice(
        String field,
        String type,
        long vectors,
        int sample,
        int recentQueries,
        int heldOutQueries,
        int k,
        double targetRecall,
        List<Point> points,
        Optional<Integer> recommended,
        String recommendation,
        List<String> notes,
        boolean isComplete,
        double seconds) {
    /** Keeps copies of its lists. */
    public IndexAdvice {
        points = List.copyOf(points);
        notes = List.copyOf(notes);
    }

    /**
     * A point of the curve.
     *
     * @param options of the index
     * @param ef of the searches; empty if the index has no such thing
     * @param recall the mean share of the exact answer that was found, from 0 to 1
     * @param queriesPerSecond on one thread
     * @param bytesPerVector of memory
     * @param bytesPerVectorByPart which part of the index takes how much of that, if it can tell
     * @param buildSeconds how long one thread took to put the sample into the index
     * @param isPareto whether no other point is as good in recall, speed and memory, and better in
     *     one of them
     */
    public record Point(
            Map<String, @Nullable Object> options,
            Optional<Integer> ef,
            double recall,
            double queriesPerSecond,
            double bytesPerVector,
            Map<String, Double> bytesPerVectorByPart,
            double buildSeconds,
            boolean isPareto) {}
}
