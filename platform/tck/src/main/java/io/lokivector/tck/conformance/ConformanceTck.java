package io.lokivector.tck.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
 * The recorded behaviour of the original. Extend it and say how requests travel: straight into an
 * engine, or through a transport.
 */
public abstract class ConformanceTck extends VectorRecordingSuite {
    private static final int THREADS = 3;
    private static final Pattern TWIN = Pattern.compile("same set as (q\\d+)");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final List<Recorded> QUERIES = Recordings.queries();

    private static final List<Recorded> FEATURES = Recordings.features();
    private static final List<Recorded> QUIRKS = Recordings.featureQuirks();
    private static final Map<String, Recorded> QUERY_BY_ID =
            QUERIES.stream().collect(Collectors.toMap(Recorded::id, Function.identity()));

    @Test
    void allRecordingsAreThere() {
        assertEquals(4934, QUERIES.size());
        assertEquals(487, FEATURES.size());
    }

    @TestFactory
    Stream<DynamicTest> queriesAreAnsweredAsRecorded() {
        return byGroup(QUERIES, group -> replayQueries(group, false));
    }

    @TestFactory
    Stream<DynamicTest> indexesChangeNoAnswer() {
        final List<Recorded> indexed =
                QUERIES.stream()
                        .filter(recording -> recording.text("options").contains("indices"))
                        .toList();
        return byGroup(indexed, group -> replayQueries(group, true));
    }

    @TestFactory
    Stream<DynamicTest> sequencesAreObservedAsRecorded() {
        return byGroup(
                FEATURES.stream().map(FeatureDecisions::decided).toList(), this::replayFeatures);
    }

    @TestFactory
    Stream<DynamicTest> contradictionsAreObservedAsDecided() {
        assertEquals(25, QUIRKS.size());
        return byKind(
                QUIRKS,
                recording -> recording.text("kind"),
                kind -> replayFeatures(kind.stream().map(FeatureDecisions::decided).toList()));
    }

    private interface Replay {
        List<String> differences(List<Recorded> recordings) throws Exception;
    }

    private static Stream<DynamicTest> byGroup(List<Recorded> recordings, Replay replay) {
        return byKind(recordings, Recorded::group, replay);
    }

    private static Stream<DynamicTest> byKind(
            List<Recorded> recordings, Function<Recorded, String> kind, Replay replay) {
        final Map<String, List<Recorded>> groups = new TreeMap<>();
        for (final Recorded recording : recordings) {
            groups.computeIfAbsent(kind.apply(recording), _ -> new ArrayList<>()).add(recording);
        }
        return groups.entrySet().stream()
                .map(group ->
                        DynamicTest.dynamicTest(
                                group.getKey(),
                                () ->
                                        assertEquals(
                                                List.of(), replay.differences(group.getValue()))));
    }

    private List<String> replayQueries(List<Recorded> recordings, boolean indexed)
            throws Exception {
        final int share = (recordings.size() + THREADS - 1) / THREADS;
        final List<Callable<List<String>>> shares = new ArrayList<>();
        for (int from = 0; from < recordings.size(); from += share) {
            final List<Recorded> part =
                    recordings.subList(from, Math.min(recordings.size(), from + share));
            shares.add(() -> queryDifferences(part, indexed));
        }
        return together(shares);
    }

    private static List<String> together(List<Callable<List<String>>> shares)
            throws InterruptedException, ExecutionException {
        final List<String> all = new ArrayList<>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("replay-", 0).factory())) {
            for (final Future<List<String>> each : threads.invokeAll(shares)) {
                all.addAll(each.get());
            }
        }
        return all;
    }

    private List<String> queryDifferences(List<Recorded> recordings, boolean indexed) {
        final QueryReplay replay =
                new QueryReplay(
                        new Caller(database().handler()), "q" + NUMBER.incrementAndGet() + "-");
        final List<String> differences = new ArrayList<>();
        for (final Recorded recording : recordings) {
            final boolean anyOrder = anyOrder(recording);
            final @Nullable Object expected = PlainValue.of(expected(recording, anyOrder));
            final Map<String, @Nullable Object> answer =
                    replay.answer(recording, indexed, anyOrder);
            if (!Objects.equals(expected, PlainValue.of(answer))) {
                differences.add(
                        recording.id()
                                + " "
                                + recording.text("query")
                                + " "
                                + recording.text("options")
                                + ": expected "
                                + expected
                                + " but was "
                                + answer);
            }
        }
        return differences;
    }

    private static Map<String, @Nullable Object> expected(Recorded recording, boolean anyOrder) {
        final Map<String, @Nullable Object> expected =
                new LinkedHashMap<>(recording.object("expect"));
        expected.remove("order");
        if (anyOrder) {
            expected.put("ids", Set.copyOf(PlainValue.list(expected.get("ids"))));
        }
        return expected;
    }

    /**
     * Whether the order of the answer was an accident of the original: the order of the branches of
     * an {@code $or}, or of an index. A recording with an index names its twin without one, whose
     * order counts.
     */
    private static boolean anyOrder(Recorded recording) {
        final Matcher twin = TWIN.matcher(recording.text("note"));
        final Recorded plain =
                twin.find() ? QUERY_BY_ID.getOrDefault(twin.group(1), recording) : recording;
        return "impl".equals(recording.object("expect").get("order"))
                || "impl".equals(plain.object("expect").get("order"));
    }

    private List<String> replayFeatures(List<Recorded> recordings) {
        final List<String> differences = new ArrayList<>();
        for (final Recorded recording : recordings) {
            final FeatureContext context =
                    new FeatureContext(database(), "f" + NUMBER.incrementAndGet() + "-");
            final Optional<String> difference = new FeatureReplay(context).difference(recording);
            difference.ifPresent(differences::add);
        }
        return differences;
    }
}
