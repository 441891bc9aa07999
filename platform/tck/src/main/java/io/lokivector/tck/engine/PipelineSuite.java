package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.request.AggregateRequest;
import io.lokivector.spi.request.CollectionRequest;
import io.lokivector.spi.request.FieldStatistics;
import io.lokivector.spi.request.TransformInfo;
import io.lokivector.spi.request.TransformRequest;
import io.lokivector.spi.transport.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine must do with transforms, aggregations, distinct values and statistics. */
abstract class PipelineSuite extends ViewSuite {

    private static Map<String, @Nullable Object> step(String type, @Nullable Object... pairs) {
        final Map<String, @Nullable Object> step = map("type", type);
        step.putAll(map(pairs));
        return step;
    }

    private List<Map<String, @Nullable Object>> transform(
            Map<String, @Nullable Object> params, List<Map<String, @Nullable Object>> steps) {
        return client.answer(new TransformRequest.RunSteps(name, steps, params));
    }

    private List<Map<String, @Nullable Object>> run(
            String transform, Map<String, @Nullable Object> params) {
        return client.answer(new TransformRequest.RunTransform(name, transform, params));
    }

    private Problem transformProblem(Map<String, @Nullable Object> step) {
        return client.problem(new TransformRequest.RunSteps(name, List.of(step), Map.of()));
    }

    private List<Map<String, @Nullable Object>> aggregate(
            List<Map<String, @Nullable Object>> pipeline) {
        return plain(client.answer(new AggregateRequest.Aggregate(name, pipeline)));
    }

    private Problem aggregateProblem(List<Map<String, @Nullable Object>> pipeline) {
        final Problem problem = client.problem(new AggregateRequest.Aggregate(name, pipeline));
        assertEquals(ErrorCode.BAD_REQUEST, problem.code(), problem.message());
        return problem;
    }

    /** Numbers of one type, whichever way they came. */
    @SuppressWarnings("unchecked") // a copy has the shape of the original
    private static <T> T plain(T value) {
        return (T) Objects.requireNonNull(plainValue(value));
    }

    private static @Nullable Object plainValue(@Nullable Object value) {
        return switch (value) {
            case final Number number -> number.doubleValue();
            case final List<?> list -> {
                final List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(element -> copy.add(plainValue(element)));
                yield copy;
            }
            case final Map<?, ?> object -> {
                final Map<String, @Nullable Object> copy = map();
                object.forEach(
                        (key, element) -> copy.put(String.valueOf(key), plainValue(element)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private void people() {
        client.create(name, Map.of());
        client.insert(
                name,
                map("name", "Ann", "age", 30, "tags", List.of("a", "b")),
                map("name", "Bob", "age", 22, "tags", List.of("b")),
                map("name", "Cy", "age", 41),
                map("name", "Di", "age", 22, "tags", List.of()));
    }

    @Test
    void aTransformIsKeptUnderItsNameAndRun() {
        people();
        final List<Map<String, @Nullable Object>> steps =
                List.of(
                        step("find", "value", map("age", map("$gte", "[%lktxp]min"))),
                        step("simplesort", "property", "age", "desc", true),
                        step("limit", "value", 2));
        final TransformInfo added =
                client.answer(new TransformRequest.AddTransform(name, "oldest", steps));
        assertEquals(plain(steps), plain(added.steps()));
        client.assertRefused(
                ErrorCode.CONFLICT, new TransformRequest.AddTransform(name, "oldest", steps));
        for (final String bad : List.of(".", "..", " ", "a/b")) {
            client.assertRefused(
                    ErrorCode.BAD_REQUEST, new TransformRequest.AddTransform(name, bad, steps));
        }
        assertEquals(List.of(3L, 1L), EngineClient.idsOf(run("oldest", map("min", 25))));
        assertEquals(List.of(3L), EngineClient.idsOf(run("oldest", map("min", 35))));
        client.answer(
                new TransformRequest.SetTransform(
                        name, "oldest", List.of(step("offset", "value", 3))));
        assertEquals(List.of(4L), EngineClient.idsOf(run("oldest", Map.of())));
        assertEquals(
                List.of("oldest"),
                client.answer(new TransformRequest.ListTransforms(name)).stream()
                        .map(TransformInfo::name)
                        .toList());
        client.answer(new TransformRequest.RemoveTransform(name, "oldest"));
        assertEquals(
                Optional.empty(), client.answer(new TransformRequest.GetTransform(name, "oldest")));
        client.assertRefused(
                ErrorCode.NOT_FOUND, new TransformRequest.RunTransform(name, "oldest", Map.of()));
        client.assertRefused(
                ErrorCode.NOT_FOUND, new TransformRequest.RemoveTransform(name, "oldest"));
    }

    @Test
    void transformsGoWithTheirCollection() {
        people();
        client.answer(
                new TransformRequest.AddTransform(name, "t", List.of(step("limit", "value", 1))));
        final String before = name;
        name = before + "-renamed";
        client.answer(new CollectionRequest.AlterCollection(before, Optional.of(name), Map.of()));
        assertEquals(List.of(1L), EngineClient.idsOf(run("t", Map.of())));
        client.answer(new CollectionRequest.DropCollection(name));
        client.create(name, Map.of());
        assertEquals(List.of(), client.answer(new TransformRequest.ListTransforms(name)));
    }

    @Test
    void parametersStandAnywhereInAStep() {
        people();
        assertEquals(
                List.of(1L, 3L),
                EngineClient.idsOf(
                        transform(
                                map("low", 25, "high", 45, "none", null),
                                List.of(
                                        step(
                                                "find",
                                                "value",
                                                map(
                                                        "age",
                                                        map(
                                                                "$between",
                                                                List.of(
                                                                        "[%lktxp]low",
                                                                        "[%lktxp]high")),
                                                        "name",
                                                        map("$ne", "[%lktxp]none")))))));
        final Problem missing = transformProblem(step("limit", "value", "[%lktxp]take"));
        assertTrue(missing.message().contains("parameter 'take' is missing"), missing.message());
    }

    @Test
    void aJoinPutsTheLastRowOfTheSameKeyBesideEachRow() {
        people();
        final String right = name + "-right";
        client.create(right, Map.of());
        client.insert(right, map("who", "Ann", "n", 1), map("who", "Ann", "n", 2));
        final List<Map<String, @Nullable Object>> rows =
                transform(
                        Map.of(),
                        List.of(
                                step("find", "value", map("age", map("$gt", 22))),
                                step(
                                        "eqJoin",
                                        "joinData",
                                        right,
                                        "leftJoinKey",
                                        "name",
                                        "rightJoinKey",
                                        "who",
                                        "dataOptions",
                                        map("removeMeta", true)),
                                step("simplesort", "property", "left.age", "desc", true)));
        assertEquals(
                plain(
                        List.of(
                                map(
                                        "left",
                                        map("name", "Cy", "age", 41),
                                        "right",
                                        map(),
                                        "$loki",
                                        2),
                                map(
                                        "left",
                                        map("name", "Ann", "age", 30, "tags", List.of("a", "b")),
                                        "right",
                                        map("who", "Ann", "n", 2),
                                        "$loki",
                                        1))),
                plain(rows));
        client.assertRefused(
                ErrorCode.NOT_FOUND,
                new TransformRequest.RunSteps(
                        name,
                        List.of(
                                step(
                                        "eqJoin",
                                        "joinData",
                                        name + "-nowhere",
                                        "leftJoinKey",
                                        "a",
                                        "rightJoinKey",
                                        "b")),
                        Map.of()));
    }

    @Test
    void aTransformCanRemoveWhatItHasChosen() {
        people();
        assertEquals(
                List.of(),
                transform(
                        Map.of(),
                        List.of(
                                step("simplesort", "property", "age", "desc", true),
                                step("limit", "value", 1),
                                step("remove"))));
        assertEquals(List.of(1L, 2L, 4L), client.ids(name, Map.of()));
        transform(Map.of(), List.of(step("find", "value", map("age", 22)), step("remove")));
        assertEquals(List.of(1L), client.ids(name, Map.of()));
    }

    @Test
    void whatATransformCannotDoIsToldWithItsPlace() {
        people();
        for (final Map<String, @Nullable Object> bad :
                List.of(
                        step("where", "value", "x"),
                        step("map", "value", "x"),
                        step("mapReduce"),
                        step("update", "value", map("a", 1)),
                        step("limit", "value", -1),
                        step("limit", "value", 1.5),
                        step("simplesort"),
                        step("compoundsort", "value", "age"),
                        step("find", "value", map("age", map("$nope", 1))),
                        step("eqJoin", "joinData", 5, "leftJoinKey", "a", "rightJoinKey", "b"))) {
            final Problem problem = transformProblem(bad);
            assertEquals(ErrorCode.BAD_REQUEST, problem.code(), problem.message());
            assertTrue(problem.message().startsWith("steps[0]"), problem.message());
        }
    }

    @Test
    void documentsAreGroupedAndSummedUp() {
        people();
        assertEquals(
                plain(
                        List.of(
                                map(
                                        "_id",
                                        30,
                                        "n",
                                        1,
                                        "total",
                                        30,
                                        "first",
                                        "Ann",
                                        "all",
                                        List.of("Ann")),
                                map(
                                        "_id",
                                        22,
                                        "n",
                                        2,
                                        "total",
                                        44,
                                        "first",
                                        "Bob",
                                        "all",
                                        List.of("Bob", "Di")))),
                aggregate(
                        List.of(
                                map("$match", map("age", map("$lt", 41))),
                                map(
                                        "$group",
                                        map(
                                                "_id",
                                                "$age",
                                                "n",
                                                map("$sum", 1),
                                                "total",
                                                map("$sum", "age"),
                                                "first",
                                                map("$first", "$name"),
                                                "all",
                                                map("$push", "$name"))))));
        assertEquals(
                plain(
                        List.of(
                                map(
                                        "_id",
                                        null,
                                        "min",
                                        22,
                                        "max",
                                        41,
                                        "avg",
                                        28.75,
                                        "ages",
                                        List.of(30, 22, 41),
                                        "n",
                                        4))),
                aggregate(
                        List.of(
                                map(
                                        "group",
                                        map(
                                                "by",
                                                null,
                                                "min",
                                                map("min", "age"),
                                                "max",
                                                map("max", "age"),
                                                "avg",
                                                map("avg", "age"),
                                                "ages",
                                                map("addToSet", "age"),
                                                "n",
                                                map("count", map()))))));
    }

    @Test
    void stagesFollowOneAnother() {
        people();
        assertEquals(
                plain(List.of(map("_id", "b", "n", 2), map("_id", "a", "n", 1))),
                aggregate(
                        List.of(
                                map("$unwind", "$tags"),
                                map("$group", map("_id", "$tags", "n", map("$count", map()))),
                                map("$sort", map("n", -1)))));
        assertEquals(
                plain(List.of(map("name", "Cy", "older", 42), map("name", "Ann", "older", 31))),
                aggregate(
                        List.of(
                                map("$sort", map("age", -1)),
                                map("$limit", 2),
                                map(
                                        "$project",
                                        map(
                                                "$loki",
                                                0,
                                                "name",
                                                1,
                                                "older",
                                                map("$add", List.of("$age", 1)))))));
        assertEquals(
                plain(
                        List.of(
                                map(
                                        "young",
                                        List.of(map("n", 2)),
                                        "names",
                                        List.of(map("value", "Ann"), map("value", "Bob"))))),
                aggregate(
                        List.of(
                                map(
                                        "$facet",
                                        map(
                                                "young",
                                                List.of(
                                                        map("$match", map("age", 22)),
                                                        map("$count", "n")),
                                                "names",
                                                List.of(
                                                        map("$distinct", "$name"),
                                                        map("$limit", 2)))))));
        assertEquals(plain(List.of(map("count", 4))), aggregate(List.of(map("count", map()))));
    }

    @Test
    void lookupPutsTheDocumentsOfAnotherCollectionIntoEachRow() {
        people();
        final String other = name + "-other";
        client.create(other, Map.of());
        client.insert(other, map("age", 22, "x", 1), map("age", 22.0, "x", 2), map("age", "22"));
        assertEquals(
                plain(List.of(map("_id", null, "n", List.of(0, 2, 0, 2)))),
                aggregate(
                        List.of(
                                map(
                                        "$lookup",
                                        map(
                                                "from",
                                                other,
                                                "localField",
                                                "age",
                                                "foreignField",
                                                "age",
                                                "as",
                                                "found")),
                                map(
                                        "$group",
                                        map(
                                                "_id",
                                                null,
                                                "n",
                                                map("$push", map("$size", "$found")))))));
    }

    @Test
    void aFaultInAPipelineIsToldWithItsPlace() {
        people();
        assertEquals(
                "pipeline[0].$group.total: unknown accumulator '$summ'; did you mean '$sum'?",
                aggregateProblem(
                                List.of(
                                        map(
                                                "$group",
                                                map("_id", null, "total", map("$summ", "age")))))
                        .message());
        assertEquals(
                "pipeline[1]: unknown stage '$gruop'; did you mean '$group'?",
                aggregateProblem(List.of(map("$limit", 1), map("$gruop", map()))).message());
        for (final Map<String, @Nullable Object> bad :
                List.of(
                        map("$match", map("age", map("$nope", 1))),
                        map("$limit", -1),
                        map("$sort", map("age", 2)),
                        map("$group", map("n", map("$sum", 1))),
                        map("$project", map("a", map("$plus", List.of(1, 2)))),
                        map("$unwind", 7),
                        map("$facet", map("a", List.of(map("$facet", map())))),
                        map("$lookup", map("from", "x")),
                        map("$limit", 1, "$skip", 1))) {
            final Problem problem = aggregateProblem(List.of(bad));
            assertTrue(problem.message().startsWith("pipeline[0]"), problem.message());
        }
    }

    @Test
    void distinctValuesComeInTheOrderOfTheirAppearance() {
        people();
        client.insert(name, map("tags", Arrays.asList("c", null, 1)), map("tags", 1.0));
        assertEquals(
                plain(Arrays.asList("a", "b", "c", null, 1)),
                plain(client.answer(new AggregateRequest.Distinct(name, "tags", Map.of()))));
        assertEquals(
                List.of("b"),
                client.answer(new AggregateRequest.Distinct(name, "tags", map("name", "Bob"))));
    }

    @Test
    void statisticsAreThoseOfTheNumbers() {
        client.create(name, Map.of());
        final FieldStatistics none =
                client.answer(new AggregateRequest.Statistics(name, "v", false));
        assertEquals(0, none.documents());
        assertEquals(Optional.empty(), none.average());
        assertEquals(Optional.empty(), none.mode());
        assertEquals(Optional.empty(), none.least());
        for (final Object value : List.of(3, 1, 4, 1, 5, 9, 2, 6)) {
            client.insert(name, map("v", value));
        }
        client.insert(name, map("v", "7px"), map("v", null), map("other", 1));
        final FieldStatistics statistics =
                client.answer(new AggregateRequest.Statistics(name, "v", true));
        assertEquals(11, statistics.documents());
        assertEquals(8, statistics.numbers());
        assertEquals(3.875, statistics.average().orElseThrow());
        assertEquals(3.5, statistics.median().orElseThrow());
        assertEquals("1", statistics.mode().orElseThrow());
        assertEquals(2.5708704751503917, statistics.standardDeviation().orElseThrow(), 1e-15);
        assertEquals(2, statistics.least().orElseThrow().id());
        assertEquals(6, statistics.greatest().orElseThrow().id());
        assertEquals(9, statistics.greatest().orElseThrow().value().intValue());
        assertEquals(
                plain(Arrays.asList(3, 1, 4, 1, 5, 9, 2, 6, "7px", null, null)),
                plain(statistics.values().orElseThrow()));
    }
}
