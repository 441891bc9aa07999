package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.spi.request.FindOptions;
import io.lokivector.tck.TestSeed;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Aggregations give what Java's streams make of the same documents, and transforms what their steps
 * give one by one.
 */
class PipelinePropertyTest {
    private static final int ROUNDS = 40;

    @TempDir private static Path directory;

    private static LokiVector database;

    private RandomGenerator random = TestSeed.random(0);

    @BeforeAll
    static void open() {
        database =
                LokiVector.open(
                        directory,
                        EngineConfig.schema().bind(Map.of("durability", "os"), "engine"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private void rounds(IntConsumer round) {
        TestSeed.run(seed -> {
            random = TestSeed.random(seed);
            for (int i = 0; i < ROUNDS; i++) {
                round.accept(i);
            }
        });
    }

    /** Keys of groups, among them such as look alike; null stands for "has none" half the time. */
    private static final List<@Nullable Object> KEYS =
            Arrays.asList("a", "b", "1", 1L, 2.5, true, false, "", null, List.of(1L, "x"));

    private static final List<@Nullable Object> AMOUNTS =
            Arrays.asList(
                    1L,
                    2L,
                    -7L,
                    1L << 53,
                    (1L << 53) + 1,
                    Long.MAX_VALUE,
                    0.1,
                    -2.75,
                    1e9,
                    "9",
                    null);

    private Collection filled(String name) {
        final Collection collection = database.createCollection(name);
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        final int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            final Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("n", (long) i);
            put(document, "key", KEYS);
            put(document, "amount", AMOUNTS);
            document.put("tags", tags());
            documents.add(document);
        }
        collection.insert(documents);
        return collection;
    }

    private void put(
            Map<String, @Nullable Object> document, String field, List<@Nullable Object> values) {
        final @Nullable Object value = values.get(random.nextInt(values.size()));
        if (value != null || random.nextBoolean()) {
            document.put(field, value);
        }
    }

    private List<Object> tags() {
        final List<Object> tags = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.add("t" + random.nextInt(5));
        }
        return tags;
    }

    private static List<Map<String, @Nullable Object>> all(Collection collection) {
        return collection.find(Map.of());
    }

    private static List<Object> ns(List<? extends Map<String, @Nullable Object>> rows) {
        return rows.stream().map(row -> Objects.requireNonNull(row.get("n"))).toList();
    }

    @Test
    void groupsAreThoseOfStreams() {
        rounds(round -> {
            final Collection collection = filled("groups-" + round);
            final long limit = random.nextInt(60);
            final Map<@Nullable Object, List<Map<String, @Nullable Object>>> expected =
                    new LinkedHashMap<>();
            for (final Map<String, @Nullable Object> document : all(collection)) {
                if ((long) Objects.requireNonNull(document.get("n")) < limit) {
                    expected.computeIfAbsent(document.get("key"), _ -> new ArrayList<>())
                            .add(document);
                }
            }
            final List<Map<String, @Nullable Object>> groups =
                    collection.aggregate(
                            List.of(
                                    Map.of("$match", Map.of("n", Map.of("$lt", limit))),
                                    Map.of(
                                            "$group",
                                            Map.of(
                                                    "_id",
                                                    "$key",
                                                    "rows",
                                                    Map.of("$push", "$n"),
                                                    "count",
                                                    Map.of("$count", Map.of()),
                                                    "total",
                                                    Map.of("$sum", "$amount"),
                                                    "mean",
                                                    Map.of("$avg", "$amount")))));
            assertEquals(
                    List.copyOf(expected.keySet().stream().map(String::valueOf).toList()),
                    groups.stream().map(group -> String.valueOf(group.get("_id"))).toList());
            for (final Map<String, @Nullable Object> group : groups) {
                final List<Map<String, @Nullable Object>> rows =
                        Objects.requireNonNull(expected.get(group.get("_id")));
                assertEquals(ns(rows), group.get("rows"));
                assertEquals((long) rows.size(), group.get("count"));
                checkNumbers(rows, group);
            }
        });
    }

    private static void checkNumbers(
            List<Map<String, @Nullable Object>> rows, Map<String, @Nullable Object> group) {
        final List<BigDecimal> amounts =
                rows.stream()
                        .map(row -> row.get("amount"))
                        .filter(Number.class::isInstance)
                        .map(number -> new BigDecimal(number.toString()))
                        .toList();
        final BigDecimal sum = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        final Number total = (Number) Objects.requireNonNull(group.get("total"));
        final boolean isExact =
                rows.stream().noneMatch(row -> row.get("amount") instanceof Double)
                        && sum.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                        && amounts.stream()
                                .allMatch(n -> n.compareTo(BigDecimal.valueOf(1L << 60)) < 0);
        if (isExact) {
            assertEquals(sum.longValueExact(), total);
        } else {
            assertClose(sum, total.doubleValue());
        }
        if (amounts.isEmpty()) {
            assertEquals(null, group.get("mean"));
        } else {
            final Number mean = (Number) Objects.requireNonNull(group.get("mean"));
            assertClose(
                    sum.divide(BigDecimal.valueOf(amounts.size()), MathContext.DECIMAL128),
                    mean.doubleValue());
        }
    }

    /** Near enough for a sum whose parts may have been as large as 2⁶³. */
    private static void assertClose(BigDecimal expected, double actual) {
        final double value = expected.doubleValue();
        assertEquals(value, actual, Math.max(Math.abs(value) * 1e-12, 4096));
    }

    @Test
    void unwindingSortingAndCuttingIsThatOfStreams() {
        rounds(round -> {
            final Collection collection = filled("unwind-" + round);
            final int skip = random.nextInt(10);
            final int limit = random.nextInt(10);
            final List<List<Object>> expected =
                    all(collection).stream()
                            .flatMap(document ->
                                    ((List<?>) Objects.requireNonNull(document.get("tags")))
                                            .stream()
                                                    .map(tag ->
                                                            List.<Object>of(
                                                                    tag,
                                                                    Objects.requireNonNull(
                                                                            document.get("n")))))
                            .sorted(Comparator.comparing(pair -> String.valueOf(pair.get(0))))
                            .skip(skip)
                            .limit(limit)
                            .toList();
            final List<Map<String, @Nullable Object>> rows =
                    collection.aggregate(
                            List.of(
                                    Map.of("$unwind", "$tags"),
                                    Map.of("$sort", Map.of("tags", 1)),
                                    Map.of("$skip", skip),
                                    Map.of("$limit", limit),
                                    Map.of("$project", Map.of("pair", List.of("$tags", "$n")))));
            assertEquals(expected, rows.stream().map(row -> row.get("pair")).toList());
        });
    }

    @Test
    void distinctValuesAreThoseOfStreams() {
        rounds(round -> {
            final Collection collection = filled("distinct-" + round);
            final Set<@Nullable Object> seen = new HashSet<>();
            final List<@Nullable Object> expected = new ArrayList<>();
            for (final Map<String, @Nullable Object> document : all(collection)) {
                if (document.containsKey("key")) {
                    final @Nullable Object value = document.get("key");
                    for (final Object each :
                            value instanceof final List<?> list
                                    ? list
                                    : Collections.singletonList(value)) {
                        if (seen.add(each)) {
                            expected.add(each);
                        }
                    }
                }
            }
            assertEquals(expected, collection.distinct("key", Map.of()));
            assertEquals(
                    expected,
                    collection.aggregate(List.of(Map.of("$distinct", "$key"))).stream()
                            .map(row -> row.get("value"))
                            .collect(Collectors.toCollection(ArrayList::new)));
        });
    }

    @Test
    void stepsGiveWhatTheyGiveOneByOne() {
        rounds(round -> {
            final Collection collection = filled("steps-" + round);
            if (round % 2 == 0) {
                collection.createIndex("n", "ordered", Map.of());
            }
            final List<Map<String, @Nullable Object>> steps = new ArrayList<>();
            List<Map<String, @Nullable Object>> expected = all(collection);
            boolean isNarrowed = false;
            for (int i = random.nextInt(6); i > 0; i--) {
                final int number = random.nextInt(40);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        steps.add(step("find", Map.of("n", Map.of("$gte", number))));
                        // A sort before the first step that narrows is forgotten by a find.
                        expected =
                                (isNarrowed ? expected : all(collection))
                                        .stream().filter(row -> n(row) >= number).toList();
                        isNarrowed = true;
                    }
                    case 1 -> {
                        steps.add(step("limit", number));
                        expected = expected.stream().limit(number).toList();
                        isNarrowed = true;
                    }
                    case 2 -> {
                        steps.add(step("offset", number / 8));
                        expected = expected.stream().skip(number / 8).toList();
                        isNarrowed = true;
                    }
                    default -> {
                        steps.add(step("compoundsort", List.of(List.of("tags", true), "n")));
                        expected = sortedByFind(collection, expected);
                    }
                }
            }
            assertEquals(ns(expected), ns(collection.transform(steps, Map.of())), steps.toString());
        });
    }

    /** The order in which a find gives these documents. */
    private static List<Map<String, @Nullable Object>> sortedByFind(
            Collection collection, List<Map<String, @Nullable Object>> rows) {
        final List<Object> wanted = ns(rows);
        return collection.find(
                Map.of("n", Map.of("$in", wanted)),
                new FindOptions(
                        List.of(List.of("tags", true), "n"), 0, Optional.empty(), List.of()));
    }

    private static long n(Map<String, @Nullable Object> row) {
        return (long) Objects.requireNonNull(row.get("n"));
    }

    private static Map<String, @Nullable Object> step(String type, Object value) {
        return Map.of("type", type, "value", value);
    }

    @Test
    void joinsAreThoseOfNestedLoops() {
        rounds(round -> {
            final Collection left = filled("left-" + round);
            final Collection right = filled("right-" + round);
            if (round % 2 == 0) {
                right.createIndex("key", "ordered", Map.of());
            }
            // Few rows are looked up in the index, many are hashed.
            final int limit = random.nextInt(round % 2 == 0 ? 2 : 60);
            final List<@Nullable Object> expected = new ArrayList<>();
            for (final Map<String, @Nullable Object> row :
                    all(left).stream().limit(limit).toList()) {
                @Nullable Object match = null;
                for (final Map<String, @Nullable Object> other : all(right)) {
                    if (text(row).equals(text(other))) {
                        match = other.get("n");
                    }
                }
                expected.add(match);
            }
            final List<@Nullable Object> joined = new ArrayList<>();
            left.transform(
                            List.of(
                                    step("limit", limit),
                                    Map.of(
                                            "type", "eqJoin",
                                            "joinData", right.name(),
                                            "leftJoinKey", "key",
                                            "rightJoinKey", "key")),
                            Map.of())
                    .forEach(row ->
                            joined.add(
                                    ((Map<?, ?>) Objects.requireNonNull(row.get("right")))
                                            .get("n")));
            assertEquals(expected, joined);
        });
    }

    /** The text by which a key is joined. */
    private static String text(Map<String, @Nullable Object> row) {
        if (!row.containsKey("key")) {
            return "undefined";
        }
        final @Nullable Object key = row.get("key");
        return key instanceof final List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(key);
    }
}
