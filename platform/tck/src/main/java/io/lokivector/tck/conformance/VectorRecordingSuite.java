package io.lokivector.tck.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The recorded vector searches of the original, with every type of index that comes along. */
abstract class VectorRecordingSuite {
    private static final List<String> TYPES = List.of("flat", "hnsw");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final List<Recorded> QUERIES = Recordings.vectorQueries();
    private static final List<Recorded> CALLS =
            Recordings.vectorCalls().stream().filter(each -> !isSequence(each)).toList();
    private static final List<Recorded> SEQUENCES =
            Recordings.vectorCalls().stream().filter(VectorRecordingSuite::isSequence).toList();

    private static boolean isSequence(Recorded recording) {
        return recording.fields().containsKey("steps");
    }

    /** A database that all tests share; it may keep its data in memory. */
    protected abstract ReplayedDatabase database();

    @Test
    void allVectorRecordingsAreThere() {
        assertEquals(264, QUERIES.size());
        assertEquals(77, CALLS.size());
        assertEquals(7, SEQUENCES.size());
    }

    @TestFactory
    Stream<DynamicTest> theNearestAreThoseOfAComparisonWithEveryVector() {
        return withEachType(QUERIES, (replay, query) -> replay.differenceOfQuery(query, false));
    }

    @TestFactory
    Stream<DynamicTest> exactSearchesAreComparisonsWithEveryVector() {
        return withEachType(QUERIES, (replay, query) -> replay.differenceOfQuery(query, true));
    }

    @TestFactory
    Stream<DynamicTest> searchesAnswerAsRecorded() {
        return withEachType(CALLS, VectorReplay::differenceOfCall);
    }

    @TestFactory
    Stream<DynamicTest> vectorIndexesFollowTheirDocumentsAsRecorded() {
        return withEachType(SEQUENCES, VectorReplay::differenceOfSequence);
    }

    private Stream<DynamicTest> withEachType(
            List<Recorded> recordings,
            BiFunction<VectorReplay, Recorded, Optional<String>> difference) {
        return TYPES.stream()
                .map(type ->
                        DynamicTest.dynamicTest(
                                type,
                                () ->
                                        assertEquals(
                                                List.of(),
                                                differences(type, recordings, difference))));
    }

    private List<String> differences(
            String type,
            List<Recorded> recordings,
            BiFunction<VectorReplay, Recorded, Optional<String>> difference) {
        final VectorReplay replay =
                new VectorReplay(
                        new FeatureContext(database(), "v" + NUMBER.incrementAndGet() + "-"), type);
        final List<String> differences = new ArrayList<>();
        for (final Recorded recording : recordings) {
            difference.apply(replay, recording).ifPresent(differences::add);
        }
        return differences;
    }
}
