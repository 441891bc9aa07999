package io.lokivector.tck.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What is observed here where vector searches of the original are not to be imitated: the ids of
 * searches, and steps of sequences. Whatever is not named is observed as recorded.
 */
final class VectorDecisions {
    private static final Decisions STEPS = new Decisions();
    private static final Decisions STEPS_WITHOUT_GRAPH = new Decisions();
    private static final Map<String, List<Long>> IDS = new LinkedHashMap<>();

    private VectorDecisions() {}

    static {
        // A filter means what it means to find: $contains looks into texts, too, which the
        // original's own small filter did not know.
        IDS.put("pv-filter-044", List.of(13L, 3L));
        // k documents match if there are so many; the original filtered the 3 k nearest.
        IDS.put("pv-filter-starved-045", List.of(10L, 11L));
        // Every operator counts; the original's filter let everything pass whose operator it did
        // not know.
        IDS.put("pv-filter-ignored-046", List.of());
        IDS.put("pv-filter-ignored-047", List.of());
        // Of the options of an index, those that are given are shown, and its dimension; the
        // original's default of efSearch is 50, ours 64.
        STEPS.decide("pvl-01", 12, "{'result': {'nodeCount': 0, 'dimensions': 2}}");
        // Vectors stand at the top of a document, where they have a column of their own.
        STEPS.decide("pvl-02", 0, "{'error': 'a field at the top'}");
        STEPS.decide("pvl-02", 2, "{'error': 'no index'}");
        STEPS.decide("pvl-02", 5, "{'error': 'no index'}");
        // A name that is no metric is refused, and makes no index.
        STEPS.decide("pvl-03", 4, "{'error': 'one of euclidean, ...'}");
        STEPS.decide("pvl-03", 5, "{'result': null}");
        // A document that is refused is not stored.
        STEPS.decide("pvl-04", 3, "{'count': 1}");
        STEPS.decide("pvl-04", 5, "{'count': 1}");
        // Indexes follow every write, whichever way it is made.
        STEPS.decide("pvl-05", 3, "{'ids': [2, 3]}");
        STEPS.decide("pvl-05", 6, "{'ids': [3, 4]}");
        STEPS.decide("pvl-05", 8, "{'ids': [4]}");
        // k results, if there are so many; the original gave no more than efSearch.
        STEPS.decide(
                "pvl-06",
                2,
                LongStream.rangeClosed(1, 60)
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(", ", "{'ids': [", "]}")));
        // By its cosine a vector of zeros is at distance 1 from everything.
        STEPS.decide("pvl-07", 2, "{'ids': [2, 3, 1]}");
        // Only a graph has options of a graph, and shows them.
        for (final int step : new int[] {1, 3}) {
            STEPS_WITHOUT_GRAPH.decide(
                    "pvl-03",
                    step,
                    "{'result': {'nodeCount': 0, 'dimensions': 2, 'distanceFunction': 'cosine'}}");
        }
    }

    /** The ids that a search finds here, if not those that were recorded. */
    static Optional<List<Long>> ids(Recorded call) {
        return Optional.ofNullable(IDS.get(call.id()));
    }

    /**
     * A sequence with what is to be observed here.
     *
     * @param isGraph whether its indexes are graphs, as the original's are
     */
    static Recorded decided(Recorded sequence, boolean isGraph) {
        final Recorded decided = STEPS.decided(sequence);
        return isGraph ? decided : STEPS_WITHOUT_GRAPH.decided(decided);
    }
}
