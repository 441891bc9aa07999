package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.tck.conformance.Recordings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays the recorded behaviour of the original: the same documents and queries must give the same
 * answers.
 */
class QueryConformanceTest {
    private static final List<Recording> RECORDINGS = Recording.of(Recordings.queries());

    private static final Map<String, Recording> BY_ID =
            RECORDINGS.stream().collect(Collectors.toMap(Recording::id, Function.identity()));
    private static final Pattern TWIN = Pattern.compile("same set as (q\\d+)");

    @Test
    void allRecordingsAreThere() {
        assertEquals(4934, RECORDINGS.size());
    }

    @TestFactory
    Stream<DynamicTest> answersAreThoseOfTheOriginal() {
        Map<String, List<Recording>> groups = new TreeMap<>();
        for (Recording recording : RECORDINGS) {
            groups.computeIfAbsent(recording.group(), _ -> new ArrayList<>()).add(recording);
        }
        return groups.entrySet().stream()
                .map(group ->
                        DynamicTest.dynamicTest(group.getKey(), () -> replay(group.getValue())));
    }

    private static void replay(List<Recording> recordings) {
        List<String> differences = new ArrayList<>();
        for (Recording recording : recordings) {
            Map<String, @Nullable Object> expected = expected(recording);
            Map<String, @Nullable Object> answer = answer(recording);
            if (!Values.plain(expected).equals(Values.plain(answer))) {
                differences.add(
                        recording.id()
                                + " "
                                + recording.query()
                                + " "
                                + recording.options()
                                + ": expected "
                                + expected
                                + " but was "
                                + answer);
            }
        }
        assertEquals(List.of(), differences);
    }

    private static Map<String, @Nullable Object> expected(Recording recording) {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>(recording.expected());
        expected.remove("order");
        if (anyOrder(recording)) {
            expected.put("ids", Set.copyOf(Recording.<List<Object>>get(expected, "ids")));
        }
        return expected;
    }

    /**
     * Whether the order of the answer was an accident of the original: the order of the branches of
     * an {@code $or}, or of an index. A recording with an index names its twin without one, whose
     * order counts.
     */
    private static boolean anyOrder(Recording recording) {
        Matcher twin = TWIN.matcher((String) recording.fields().getOrDefault("note", ""));
        Recording plain = twin.find() ? BY_ID.get(twin.group(1)) : recording;
        return "impl".equals(recording.expected().get("order"))
                || "impl".equals(plain.expected().get("order"));
    }

    private static Map<String, @Nullable Object> answer(Recording recording) {
        var collection = new NaiveCollection(recording.documents());
        Map<String, @Nullable Object> options = recording.options();
        Object query = Recording.get(recording.fields(), "query");
        try {
            return switch ((String) options.getOrDefault("mode", "find")) {
                case "findOne" ->
                        Map.of(
                                "ids",
                                NaiveCollection.ids(collection.find(query, Map.of("limit", 1L))));
                case "count" -> Map.of("count", (long) collection.find(query, Map.of()).size());
                case "remove" -> {
                    List<Object> removed = NaiveCollection.ids(collection.remove(query));
                    yield Map.of(
                            "ids",
                            removed,
                            "remaining",
                            NaiveCollection.ids(collection.documents()));
                }
                case "update" -> updated(collection, query, Recording.get(options, "update"));
                default -> {
                    List<Object> ids = NaiveCollection.ids(collection.find(query, options));
                    yield Map.of("ids", anyOrder(recording) ? Set.copyOf(ids) : ids);
                }
            };
        } catch (LokiVectorException refused) {
            assertEquals(ErrorCode.BAD_REQUEST, refused.code(), recording.id());
            return Map.of("error", true);
        }
    }

    private static Map<String, @Nullable Object> updated(
            NaiveCollection collection, Object query, Map<String, @Nullable Object> update) {
        List<Object> ids = collection.update(query, update);
        List<Object> revisions = new ArrayList<>();
        List<Object> documents = new ArrayList<>();
        for (Map<String, @Nullable Object> document : collection.documents()) {
            revisions.add(NaiveCollection.revision(document));
            Map<String, @Nullable Object> shown = new LinkedHashMap<>(document);
            shown.remove("meta");
            documents.add(shown);
        }
        return Map.of("ids", ids, "documents", documents, "revisions", revisions);
    }
}
