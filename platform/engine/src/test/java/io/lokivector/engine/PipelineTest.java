package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.AggregateRequest;
import io.lokivector.spi.request.DocumentRequest;
import io.lokivector.spi.request.TransformInfo;
import io.lokivector.spi.request.TransformRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transforms and aggregations where they meet storage, rights and limits. */
class PipelineTest {
    @TempDir private Path directory;

    private static Map<String, @Nullable Object> join(Object data) {
        return Map.of("type", "eqJoin", "joinData", data, "leftJoinKey", "a", "rightJoinKey", "a");
    }

    @Test
    void transformsSurviveARestart() {
        final Map<String, @Nullable Object> step =
                Map.of("type", "find", "value", Collections.singletonMap("a", null));
        try (LokiVector database = LokiVector.open(directory)) {
            database.createCollection("c").transforms().add("t", List.of(step));
        }
        try (LokiVector database = LokiVector.open(directory)) {
            assertEquals(
                    List.of(new TransformInfo("t", List.of(step))),
                    database.collection("c").transforms().list());
        }
    }

    @Test
    void aRequestIsResolvedToAllThatItReadsAndWrites() {
        try (LokiVector database = LokiVector.open(directory)) {
            final Collection collection = database.createCollection("c");
            collection
                    .transforms()
                    .add("t", List.of(join("[%lktxp]other"), Map.of("type", "[%lktxp]last")));
            final Resolved<?> resolved =
                    database.resolve(
                            new TransformRequest.RunTransform(
                                    "c", "t", Map.of("other", "secrets", "last", "remove")));
            assertEquals(Set.of("secrets"), resolved.alsoReads());
            assertTrue(resolved.alsoWrites());
            assertEquals(
                    new TransformRequest.RunSteps(
                            "c", List.of(join("secrets"), Map.of("type", "remove")), Map.of()),
                    resolved.request());
            final Resolved<?> sent =
                    database.resolve(
                            new TransformRequest.RunSteps(
                                    "c", List.of(join("hr"), join(List.of())), Map.of()));
            assertEquals(Set.of("hr"), sent.alsoReads());
            assertFalse(sent.alsoWrites());
            final Map<String, @Nullable Object> lookup =
                    Map.of(
                            "lookup",
                            Map.of(
                                    "from",
                                    "hr",
                                    "localField",
                                    "a",
                                    "foreignField",
                                    "a",
                                    "as",
                                    "x"));
            assertEquals(
                    Set.of("hr"),
                    database.resolve(
                                    new AggregateRequest.Aggregate(
                                            "c",
                                            List.of(
                                                    Map.of(
                                                            "$facet",
                                                            Map.of("f", List.of(lookup))))))
                            .alsoReads());
            final DocumentRequest.Count count = new DocumentRequest.Count("c", Map.of());
            assertEquals(Resolved.asItIs(count), database.resolve(count));
        }
    }

    @Test
    void nullsAndListsStayWhatTheyAreBesideParameters() {
        try (LokiVector database = LokiVector.open(directory)) {
            final Collection collection = database.createCollection("c");
            collection.insert(List.of(Map.of("a", 1), Map.of("a", 2), Map.of("a", 3)));
            final Map<String, @Nullable Object> params = Map.of("high", 2);
            assertEquals(
                    3,
                    collection
                            .transform(
                                    List.of(
                                            Map.of(
                                                    "type",
                                                    "find",
                                                    "value",
                                                    Map.of(
                                                            "a",
                                                            Collections.singletonMap(
                                                                    "$ne", null)))),
                                    params)
                            .size());
            assertEquals(
                    2,
                    collection
                            .transform(
                                    List.of(
                                            Map.of(
                                                    "type",
                                                    "find",
                                                    "value",
                                                    Map.of(
                                                            "a",
                                                            Map.of(
                                                                    "$in",
                                                                    List.of(1, "[%lktxp]high"))))),
                                    params)
                            .size());
        }
    }

    @Test
    void aPipelineHoldsNoMoreThanItMay() {
        final EngineConfig small =
                EngineConfig.schema().bind(Map.of("pipelineRowsMax", 10), "engine");
        try (LokiVector database = LokiVector.open(directory, small)) {
            final Collection collection = database.createCollection("c");
            for (int i = 0; i < 11; i++) {
                collection.insert(Map.of("a", i, "b", i % 3));
            }
            for (final Map<String, @Nullable Object> stage :
                    List.<Map<String, @Nullable Object>>of(
                            Map.of("$sort", Map.of("a", 1)),
                            Map.of("$distinct", "a"),
                            Map.of("$group", Map.of("_id", "$a")),
                            Map.of("$group", Map.of("_id", "$b", "l", Map.of("$push", "$a"))))) {
                assertTooLarge(() -> collection.aggregate(List.of(stage)));
            }
            assertTooLarge(() -> collection.distinct("a", Map.of()));
            assertTooLarge(() -> collection.transform(List.of(join("c")), Map.of()));
            assertEquals(
                    List.of(10L, 9L),
                    collection
                            .aggregate(
                                    List.of(Map.of("$sort", Map.of("a", -1)), Map.of("$limit", 2)))
                            .stream()
                            .map(row -> row.get("a"))
                            .toList(),
                    "a sort holds no more rows than a limit after it lets through");
            assertEquals(
                    3,
                    collection
                            .aggregate(
                                    List.of(
                                            Map.of(
                                                    "$group",
                                                    Map.of("_id", "$b", "n", Map.of("$sum", 1)))))
                            .size());
        }
    }

    private static void assertTooLarge(Runnable work) {
        assertEquals(
                ErrorCode.TOO_LARGE, assertThrows(LokiVectorException.class, work::run).code());
    }

    @Test
    void whatIsNoNumberForJsonIsNull() {
        try (LokiVector database = LokiVector.open(directory)) {
            final Collection collection = database.createCollection("c");
            collection.insert(List.of(Map.of("a", 1.5e308, "b", 0), Map.of("a", 1.5e308)));
            final Map<String, @Nullable Object> sums =
                    collection
                            .aggregate(
                                    List.of(
                                            Map.of(
                                                    "$addFields",
                                                    Map.of(
                                                            "ratio",
                                                            Map.of("$divide", List.of("a", "b")))),
                                            Map.of(
                                                    "$group",
                                                    Map.of(
                                                            "by",
                                                            "x",
                                                            "sum",
                                                            Map.of("$sum", "a"),
                                                            "ratios",
                                                            Map.of("$push", "ratio")))))
                            .getFirst();
            assertNull(sums.get("_id"));
            assertNull(sums.get("sum"));
            assertEquals(Arrays.asList(null, null), sums.get("ratios"));
        }
    }

    @Test
    void numbersAlikeAreOneGroupAndTextsAreAnother() {
        try (LokiVector database = LokiVector.open(directory)) {
            final Collection collection = database.createCollection("c");
            collection.insert(
                    List.of(
                            Map.of("k", 1),
                            Map.of("k", 1.0),
                            Map.of("k", "1"),
                            Map.of(),
                            Collections.singletonMap("k", null),
                            Map.of("k", Map.of("a", 1, "b", 2)),
                            Map.of("k", Map.of("b", 2.0, "a", 1))));
            assertEquals(
                    List.of(2L, 1L, 2L, 2L),
                    collection
                            .aggregate(
                                    List.of(
                                            Map.of(
                                                    "$group",
                                                    Map.of("_id", "$k", "n", Map.of("$sum", 1)))))
                            .stream()
                            .map(row -> row.get("n"))
                            .toList());
        }
    }

    @Test
    void aJoinReadsTheOtherCollectionWithoutItsKeysPrototypes() {
        try (LokiVector database = LokiVector.open(directory)) {
            final Collection collection = database.createCollection("c");
            collection.insert(Map.of("a", "constructor"));
            assertEquals(
                    Map.of(),
                    collection
                            .transform(List.of(join(List.of(Map.of("a", "x")))), Map.of())
                            .getFirst()
                            .get("right"));
        }
    }
}
