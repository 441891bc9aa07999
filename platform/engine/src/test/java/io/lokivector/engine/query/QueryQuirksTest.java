package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.tck.conformance.Recordings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What this engine answers where the original contradicts itself: each recording with our decision.
 */
class QueryQuirksTest {
    private static final String REFUSED = "refused";

    private static final List<Recording> RECORDINGS = Recording.of(Recordings.queryQuirks());

    /** Decisions by recording; {@link #REFUSED} or the ids found. */
    private static final Map<String, Object> DECISIONS =
            Map.ofEntries(
                    // Operators in $elemMatch are for the element; a scalar has no fields, not even
                    // "length".
                    Map.entry("k0028", List.of(1L, 3L)),
                    Map.entry("k0029", List.of()),
                    Map.entry("k0030", List.of(2L)),
                    Map.entry("k0031", REFUSED),
                    // A dotted path in $elemMatch with a bare value is an equality.
                    Map.entry("k0032", List.of(1L)),
                    Map.entry("k0033", List.of(1L)),
                    // Only a document's own keys are fields.
                    Map.entry("k0046", List.of(1L, 2L, 3L, 4L, 5L)),
                    Map.entry("k0082", List.of()),
                    Map.entry("k0083", List.of(1L, 2L)),
                    Map.entry("k0084", List.of()),
                    Map.entry("k0085", List.of()),
                    Map.entry("k0086", List.of()),
                    Map.entry("k0087", List.of(3L)),
                    // $not of several operators: not all of them.
                    Map.entry("k0068", List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L)),
                    // An empty branch of $or matches everything.
                    Map.entry("k0070", List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L)),
                    Map.entry("k0071", List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L)),
                    Map.entry("k0072", List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L)),
                    // Main recordings need an absent field to be "undefined" for $regex; nothing
                    // else is coerced.
                    Map.entry("k0088", List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L)),
                    Map.entry("k0089", List.of()),
                    Map.entry("k0090", List.of()),
                    Map.entry("k0091", List.of()),
                    Map.entry("k0092", List.of()),
                    // Flags g and y keep nothing from one text to the next.
                    Map.entry("k0093", List.of(1L, 2L, 3L, 4L, 5L)),
                    Map.entry("k0094", List.of(3L, 6L, 7L)),
                    // Operators inside $in are plain objects, which equal nothing.
                    Map.entry("k0121", List.of(2L)));

    @Test
    void allRecordingsAreThere() {
        assertEquals(227, RECORDINGS.size());
    }

    @TestFactory
    Stream<DynamicTest> answersAreTheSaneOnes() {
        return RECORDINGS.stream()
                .collect(Collectors.groupingBy(Recording::group))
                .entrySet()
                .stream()
                .map(kind ->
                        DynamicTest.dynamicTest(
                                kind.getKey(),
                                () -> kind.getValue().forEach(QueryQuirksTest::check)));
    }

    private static void check(Recording recording) {
        String id = recording.id();
        switch (recording.group()) {
            case "indexed-differs", "index-order" -> assertSameUpToBranchOrder(recording);
            case "or-order-paging" ->
                    assertEquals(
                            recording.fields().get("naturalOrderResult"), found(recording), id);
            case "multi-op-first-only" ->
                    assertEquals(
                            recording
                                    .fields()
                                    .getOrDefault("allOperatorsResult", DECISIONS.get(id)),
                            found(recording),
                            id);
            case "count-empty-query" ->
                    assertEquals(recording.documents().size(), found(recording).size(), id);
            case "garbage-operand", "lazy-error", "in-string" -> assertRefused(recording);
            case "paging-negative" -> checkFindsAllWithoutPaging(recording);
            case "update-dotted-key" -> checkDottedKeyIsAPath(recording);
            case "inc-coercion" -> checkUpdateIsRefused(recording);
            default -> {
                if (REFUSED.equals(DECISIONS.get(id)) || isPatternGarbage(recording)) {
                    assertRefused(recording);
                } else {
                    assertEquals(assertNotNullDecision(id), found(recording), id);
                }
            }
        }
    }

    private static Object assertNotNullDecision(String id) {
        Object decision = DECISIONS.get(id);
        assertNotNull(decision, id);
        return decision;
    }

    /**
     * Without a sort the original gives an {@code $or} in the order of its branches; ours is
     * insertion order.
     */
    private static void assertSameUpToBranchOrder(Recording recording) {
        Set<String> options = recording.options().keySet();
        boolean branchOrder =
                options.equals(Set.of("indices"))
                        && String.valueOf(recording.query()).contains("$or");
        List<Object> expected = new ArrayList<>(unindexed(recording));
        if (branchOrder) {
            expected.sort(Comparator.comparing(id -> (Long) id));
        }
        assertEquals(expected, found(recording), recording.id());
    }

    private static List<Object> unindexed(Recording recording) {
        Object unindexed =
                Recording.<Map<String, @Nullable Object>>get(recording.fields(), "observed")
                        .get("unindexed");
        Object ids = unindexed instanceof Map<?, ?> answer ? answer.get("ids") : unindexed;
        return List.copyOf((List<?>) Objects.requireNonNull(ids));
    }

    private static List<Object> found(Recording recording) {
        return found(recording, recording.options());
    }

    private static List<Object> found(Recording recording, Map<String, @Nullable Object> options) {
        var collection = new NaiveCollection(recording.documents());
        boolean one = "findOne".equals(options.get("mode"));
        return NaiveCollection.ids(
                collection.find(
                        Objects.requireNonNull(recording.query()),
                        one ? Map.of("limit", 1L) : options));
    }

    private static void assertRefused(Recording recording) {
        var collection = new NaiveCollection(recording.documents());
        Object query = Objects.requireNonNullElse(recording.query(), "null");
        var refused =
                assertThrows(
                        LokiVectorException.class,
                        () -> collection.find(query, Map.of()),
                        recording.id());
        assertEquals(ErrorCode.BAD_REQUEST, refused.code(), recording.id());
    }

    /** A pattern that is not text. */
    private static boolean isPatternGarbage(Recording recording) {
        return recording.group().equals("regex-coercion") && !DECISIONS.containsKey(recording.id());
    }

    /** Paging is no part of a query: its bounds are checked where find options are read. */
    private static void checkFindsAllWithoutPaging(Recording recording) {
        assertEquals(
                recording.documents().size(), found(recording, Map.of()).size(), recording.id());
    }

    private static void checkDottedKeyIsAPath(Recording recording) {
        var collection = new NaiveCollection(recording.documents());
        Object query = Objects.requireNonNull(recording.query());
        collection.update(query, Recording.get(recording.options(), "update"));
        List<Map<String, @Nullable Object>> found =
                collection.find(Recording.json("{'a.b': 1}"), Map.of());
        assertEquals(List.of(1L), NaiveCollection.ids(found));
        assertEquals(Map.of("b", 1L), found.getFirst().get("a"));
    }

    private static void checkUpdateIsRefused(Recording recording) {
        var collection = new NaiveCollection(recording.documents());
        var before = List.copyOf(collection.documents());
        Object query = Objects.requireNonNull(recording.query());
        assertThrows(
                LokiVectorException.class,
                () -> collection.update(query, Recording.get(recording.options(), "update")),
                recording.id());
        assertEquals(before, collection.documents());
    }
}
