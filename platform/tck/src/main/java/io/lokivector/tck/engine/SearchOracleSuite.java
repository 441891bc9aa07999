package io.lokivector.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Searches of every form, compared with a naive search of the same documents, while these change.
 */
abstract class SearchOracleSuite extends GroupSuite {
    private static final int DIMENSION = 3;
    private static final List<String> COLOURS = List.of("red", "green", "blue", "grey");

    /** What the naive search knows of a document. */
    private record Known(long id, float[] vector, @Nullable Object colour, int n) {}

    /** A query as it is sent, and what it means. */
    private record Filter(Map<String, @Nullable Object> query, Predicate<Known> means) {}

    @Test
    void everySearchFindsWhatANaiveOneFinds() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            for (int round = 0; round < 4; round++) {
                final String collection = name + "-" + round;
                client.create(collection, map("shards", 1 + random.nextInt(3)));
                client.index(
                        collection,
                        "e",
                        random.nextBoolean() ? exactIndexType() : graphIndexType(),
                        Map.of());
                if (random.nextBoolean()) {
                    client.index(collection, "colour", "hash", Map.of());
                }
                if (random.nextBoolean()) {
                    client.index(collection, "n", "ordered", Map.of());
                }
                final Map<Long, Known> all = new TreeMap<>();
                for (int step = 0; step < 30; step++) {
                    change(collection, all, random);
                    compare(collection, all, random);
                }
            }
        });
    }

    private void change(String collection, Map<Long, Known> all, RandomGenerator random) {
        if (random.nextInt(4) == 0 && !all.isEmpty()) {
            final int n = random.nextInt(10);
            client.remove(collection, map("n", n));
            all.values().removeIf(known -> known.n == n);
        }
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        final List<Known> added = new ArrayList<>();
        for (int i = random.nextInt(30); i >= 0; i--) {
            final float[] vector = randomVector(random, DIMENSION);
            final @Nullable Object colour =
                    switch (random.nextInt(12)) {
                        case 0 -> null;
                        case 1 -> List.of("red");
                        case 2 -> true;
                        case 3 -> random.nextInt(3);
                        default -> COLOURS.get(random.nextInt(COLOURS.size()));
                    };
            final int n = random.nextInt(10);
            documents.add(map("e", vector, "colour", colour, "n", n));
            added.add(new Known(0, vector, colour, n));
        }
        final List<Long> ids = client.insert(collection, documents);
        for (int i = 0; i < ids.size(); i++) {
            final Known known = added.get(i);
            all.put(ids.get(i), new Known(ids.get(i), known.vector, known.colour, known.n));
        }
    }

    private static Filter filter(RandomGenerator random) {
        final int n = random.nextInt(10);
        final String colour = COLOURS.get(random.nextInt(COLOURS.size()));
        return switch (random.nextInt(6)) {
            case 0 -> new Filter(Map.of(), _ -> true);
            case 1 -> new Filter(map("n", map("$gte", n)), known -> known.n >= n);
            case 2 -> new Filter(map("colour", colour), known -> colour.equals(known.colour));
            case 3 ->
                    new Filter(
                            map("$or", List.of(map("n", n), map("colour", colour))),
                            known -> known.n == n || colour.equals(known.colour));
            case 4 ->
                    new Filter(
                            map("$loki", map("$in", List.of(1, 2, 3, 5, 8, 13, 10_000))),
                            known -> List.of(1L, 2L, 3L, 5L, 8L, 13L).contains(known.id));
            default ->
                    new Filter(
                            map("n", map("$lt", n), "colour", map("$ne", colour)),
                            known -> known.n < n && !colour.equals(known.colour));
        };
    }

    private void compare(String collection, Map<Long, Known> all, RandomGenerator random) {
        final float[] vector = randomVector(random, DIMENSION);
        final Filter filter = filter(random);
        final int k = 1 + random.nextInt(8);
        final int offset = random.nextInt(3) == 0 ? random.nextInt(12) : 0;
        final double threshold = random.nextInt(3) == 0 ? random.nextDouble() * 3 : 100;
        final Map<String, @Nullable Object> options =
                map(
                        "vector",
                        vector,
                        "filter",
                        filter.query,
                        "k",
                        k,
                        "offset",
                        offset,
                        "threshold",
                        threshold,
                        "exact",
                        random.nextBoolean());
        final List<Known> nearest =
                all.values().stream()
                        .filter(filter.means)
                        .filter(known -> distance(vector, known) <= threshold)
                        .sorted(Comparator.comparingDouble(known -> distance(vector, known)))
                        .toList();
        assertEquals(
                nearest.stream().skip(offset).limit(k).map(Known::id).toList(),
                EngineClient.idsOf(client.search(collection, options)),
                options::toString);
        final int groupSize = 1 + random.nextInt(4);
        options.put("groupBy", "colour");
        options.put("groupSize", groupSize);
        assertEquals(
                grouped(nearest, groupSize).stream().skip(offset).limit(k).toList(),
                groups(collection, options),
                options::toString);
    }

    private static double distance(float[] vector, Known known) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += Math.pow((double) vector[i] - known.vector[i], 2);
        }
        return Math.sqrt(sum);
    }

    private static List<Found> grouped(List<Known> nearest, int groupSize) {
        final Map<Object, List<Long>> groups = new LinkedHashMap<>();
        for (final Known known : nearest) {
            if (known.colour != null && !(known.colour instanceof List)) {
                final Object group =
                        known.colour instanceof final Integer number
                                ? (Object) number.longValue()
                                : Objects.requireNonNull(known.colour);
                groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(known.id);
            }
        }
        return groups.entrySet().stream()
                .map(group ->
                        new Found(
                                group.getKey(),
                                group.getValue().stream().limit(groupSize).toList()))
                .toList();
    }
}
