package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryTest {
    private static final QueryLimits LIMITS = QueryLimits.standard();

    @Test
    void faultsNameTheirPlace() {
        assertRefused("{'age': {'$bogus': 1}}", "query.age.$bogus");
        assertRefused("{'$and': [{'a': 1}, {'age': {'$in': 5}}]}", "query.$and[1].age.$in");
        assertRefused(
                "{'t': {'$elemMatch': {'a.b': {'$regex': '('}}}}", "query.t.$elemMatch.a.b.$regex");
        assertRefused("{'a': {'$not': {'$or': [{'$gt': 1}, 5]}}}", "query.a.$not.$or[1]");
        assertRefused("{'$not': {'age': 25}}", "query.$not");
        assertRefused("{'$where': 'true'}", "query.$where");
        assertRefused("{'a': {'$gt': 1, 'b': 2}}", "query.a.b");
    }

    @Test
    void everythingIsCheckedBeforeAnyDocumentIsSeen() {
        assertRefused("{'a': -999, 'name': {'$what': 1}}", "query.name.$what");
    }

    @Test
    void nestingIsLimited() {
        Map<String, @Nullable Object> operators = Map.of("$eq", 1);
        Map<String, @Nullable Object> branches = Map.of("a", 1);
        List<Object> list = List.of();
        for (int i = 0; i < 100_000; i++) {
            operators = Map.of("$not", operators);
            branches = Map.of("$and", List.of(branches));
            list = List.of(list);
        }
        assertRefused(Map.of("a", operators));
        assertRefused(branches);
        assertRefused(Map.of("a", Map.of("$gt", list)));
        assertRefused(Map.of("a", Map.of("$in", list)));
        assertRefused(Map.of("a", Map.of("$elemMatch", branches)));
    }

    @Test
    void sizesAreLimited() {
        var limits = new QueryLimits(8, 3, 4, 2, 1, 5, 1_000);
        assertTrue(matches(Map.of("a", Map.of("$in", List.of(1, 2, 3, 4))), Map.of("a", 4L)));
        for (String query :
                List.of(
                        "{'a': {'$in': [1, 2, 3, 4, 5]}}",
                        "{'a': 1, 'b': 1, 'c': 1, 'd': 1}",
                        "{'a.b.c': 1}",
                        "{'a': {'$regex': 'abcdef'}}")) {
            assertThrows(
                    LokiVectorException.class,
                    () -> Query.parse(Recording.json(query), limits),
                    query);
        }
        assertThrows(
                LokiVectorException.class, () -> DocumentOrder.parse(List.of("a", "b"), limits));
        assertThrows(IllegalArgumentException.class, () -> new QueryLimits(0, 1, 1, 1, 1, 1, 1));
    }

    @Test
    void aParsedQueryDoesNotFollowChangesOfItsSource() {
        List<@Nullable Object> operands = new ArrayList<>(List.of(1));
        Map<String, @Nullable Object> source =
                new LinkedHashMap<>(Map.of("a", Map.of("$in", operands)));
        Query query = Query.parse(source, LIMITS);
        operands.add(2);
        source.clear();
        assertTrue(query.matches(Map.of("a", 1)));
        assertFalse(query.matches(Map.of("a", 2)));
    }

    @Test
    void numbersOfAllTypesAreOneType() {
        for (Number one : List.of((byte) 1, (short) 1, 1, 1L, 1f, 1d, BigDecimal.ONE)) {
            for (Number other : List.of(1, 1L, 1d, new BigDecimal("1.0"))) {
                assertTrue(matches(Map.of("a", one), Map.of("a", other)));
                assertTrue(matches(Map.of("a", Map.of("$in", List.of(one))), Map.of("a", other)));
            }
        }
    }

    @Test
    void largeIntegersAreToldApart() {
        long even = 1L << 53;
        assertFalse(matches(Map.of("a", even), Map.of("a", even + 1)));
        assertFalse(matches(Map.of("a", Map.of("$in", List.of(even))), Map.of("a", even + 1)));
        assertTrue(matches(Map.of("a", Map.of("$gt", even)), Map.of("a", even + 1)));
        assertTrue(matches(Map.of("a", Map.of("$lt", even + 1)), Map.of("a", (double) even)));
    }

    @Test
    void aLongListOfOperandsAnswersLikeAShortOne() {
        List<@Nullable Object> operands = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            operands.add(i % 2 == 0 ? (Object) (i / 2.0) : "text" + i);
        }
        operands.add(null);
        operands.add(List.of("list"));
        Query query = Query.parse(Map.of("a", Map.of("$in", operands)), LIMITS);
        assertTrue(query.matches(Map.of("a", 7)));
        assertTrue(query.matches(Map.of("a", "text7")));
        assertTrue(query.matches(Recording.json("{'a': null}")));
        assertFalse(query.matches(Map.of("a", 7.5)));
        assertFalse(query.matches(Map.of("a", List.of("list"))));
        assertFalse(query.matches(Map.of()));
    }

    @Test
    void severalOperatorsOnAFanOutHoldForTheSameValue() {
        Query query = Query.parse(Recording.json("{'items.n': {'$gt': 2, '$lt': 5}}"), LIMITS);
        assertTrue(query.matches(Recording.json("{'items': [{'n': 1}, {'n': 3}]}")));
        assertFalse(query.matches(Recording.json("{'items': [{'n': 1}, {'n': 9}]}")));
    }

    @Test
    void operatorsInElemMatchAreForTheElement() {
        Map<String, @Nullable Object> document = Recording.json("{'x': [1, 5, {'a': 1, 'b': 2}]}");
        assertTrue(
                matches(Recording.json("{'x': {'$elemMatch': {'$gt': 4, '$lt': 6}}}"), document));
        assertTrue(
                matches(
                        Recording.json("{'x': {'$elemMatch': {'$or': [{'a': 9}, {'b': 2}]}}}"),
                        document));
        assertFalse(
                matches(
                        Recording.json("{'x': {'$elemMatch': {'a': 1, '$or': [{'b': 3}]}}}"),
                        document));
    }

    @Test
    void aPackedVectorBehavesAsAListOfNumbers() {
        Map<String, @Nullable Object> document = Map.of("v", new float[] {0.1f, 2, -3.5f});
        for (String query :
                List.of(
                        "{'v': {'$type': 'array'}}",
                        "{'v': {'$size': 3}}",
                        "{'v': {'$contains': 0.1}}",
                        "{'v': {'$containsAny': [7, 2]}}",
                        "{'v': {'$containsNone': ['2', 9]}}",
                        "{'v': {'$elemMatch': {'$eq': 0.1}}}",
                        "{'v': {'$dteq': '0.1,2,-3.5'}}",
                        "{'v': {'$aeq': '0.1,2,-3.5'}}",
                        "{'v.a': {'$exists': false}}",
                        "{'v': {'$ne': null}}")) {
            assertTrue(matches(Recording.json(query), document), query);
        }
        assertFalse(matches(Recording.json("{'v.a': {'$ne': 1}}"), Map.of("v", new float[0])));
        assertTrue(matches(Map.of("v", Map.of("$dteq", new float[] {0.1f})), Map.of("v", 0.1)));
    }

    @Test
    void thePlannerSeesEqualitiesRangesAndPaths() {
        Condition condition =
                Query.parse(
                                Recording.json(
                                        "{'a.b': 1, '$or': [{'c': {'$gte': 2}}, {'d': {'$in': [3]}}]}"),
                                LIMITS)
                        .condition();
        Condition expected =
                new Condition.And(
                        List.of(
                                field("a.b", new ValueTest.Equal(1L)),
                                new Condition.Or(
                                        List.of(
                                                field(
                                                        "c",
                                                        new ValueTest.Ranked(
                                                                Comparison.GREATER_OR_EQUAL, 2L)),
                                                field("d", new ValueTest.OneOf(List.of(3L)))))));
        assertEquals(expected, condition);
        assertEquals(List.of("a", "b"), FieldPath.of("a.b").names());
    }

    @Test
    void valuesThatJsonCannotHoldAreRefused() {
        assertRefused(Map.of("a", Double.NaN));
        assertRefused(Map.of("a", Map.of("$gt", new Object())));
        assertRefused(Map.of("a", Map.of("$eq", Map.of(1, 2))));
    }

    private static Condition field(String path, ValueTest test) {
        return new Condition.Field(FieldPath.of(path), test);
    }

    private static boolean matches(Map<String, ?> query, Map<String, ?> document) {
        return Query.parse(query, LIMITS).matches(document);
    }

    private static void assertRefused(String query, String path) {
        LokiVectorException refused = assertRefused(Recording.json(query));
        assertTrue(refused.problem().startsWith(path + ":"), refused.problem());
        assertEquals(path, refused.details().get("path"));
    }

    private static LokiVectorException assertRefused(Map<String, ?> query) {
        var refused = assertThrows(LokiVectorException.class, () -> Query.parse(query, LIMITS));
        assertEquals(ErrorCode.BAD_REQUEST, refused.code());
        return refused;
    }
}
