package io.lokivector.engine.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.engine.query.RankKeys;
import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SortedIdsTest {
    private static final DocumentOrder ORDER =
            DocumentOrder.parse(List.of(List.of("a", true), "b"), QueryLimits.standard());
    private static final RankKeys RANKS = new RankKeys(ORDER);

    private static SortedIds.Row row(long id, Map<String, @Nullable Object> document) {
        return new SortedIds.Row(RANKS.of(document), id);
    }

    @Test
    void everyVersionStaysAsItWas() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final List<SortedIds> versions = new ArrayList<>();
            final List<List<Long>> expected = new ArrayList<>();
            final Map<Long, Map<String, @Nullable Object>> model = new HashMap<>();
            SortedIds sorted = SortedIds.empty(RANKS);
            for (int version = 0; version < 40; version++) {
                final List<SortedIds.Row> removed = new ArrayList<>();
                final List<SortedIds.Row> added = new ArrayList<>();
                final int changes = random.nextInt(random.nextInt(5) == 0 ? 3_000 : 40);
                for (int i = 0; i < changes; i++) {
                    change(random, model, removed, added, version);
                }
                sorted = sorted.change(removed, added).orElseThrow();
                versions.add(sorted);
                expected.add(order(model));
            }
            for (int version = 0; version < versions.size(); version++) {
                final List<Long> ids = expected.get(version);
                assertEquals(ids.size(), versions.get(version).size());
                assertEquals(ids, IdSetTest.ids(versions.get(version), 0));
                final int offset = random.nextInt(ids.size() + 1);
                assertEquals(
                        ids.subList(offset, ids.size()),
                        IdSetTest.ids(versions.get(version), offset));
                assertEquals(List.of(), IdSetTest.ids(versions.get(version), ids.size() + 5L));
            }
        });
    }

    /** Changes a document that this round has not changed yet. */
    private static void change(
            RandomGenerator random,
            Map<Long, Map<String, @Nullable Object>> model,
            List<SortedIds.Row> removed,
            List<SortedIds.Row> added,
            int version) {
        final long id = random.nextLong(1, 4_000);
        final boolean isTouched =
                removed.stream().anyMatch(row -> row.id() == id)
                        || added.stream().anyMatch(row -> row.id() == id);
        if (isTouched) {
            return;
        }
        final @Nullable Map<String, @Nullable Object> before = model.remove(id);
        if (before != null) {
            removed.add(row(id, before));
        }
        if (before == null || random.nextInt(version < 25 ? 4 : 2) > 0) {
            final Map<String, @Nullable Object> after =
                    Map.of("a", random.nextInt(5), "b", "t" + random.nextInt(30));
            added.add(row(id, after));
            model.put(id, after);
        }
    }

    private static List<Long> order(Map<Long, Map<String, @Nullable Object>> model) {
        return model.entrySet().stream()
                .sorted(
                        Map.Entry.<Long, Map<String, @Nullable Object>>comparingByValue(ORDER)
                                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void whatIsNotThereIsNotRemoved() {
        final SortedIds sorted =
                SortedIds.empty(RANKS)
                        .change(List.of(), List.of(row(1, Map.of("a", 1)), row(2, Map.of("a", 2))))
                        .orElseThrow();
        final List<SortedIds.Row> added = List.of(row(3, Map.of("a", 0)), row(4, Map.of("a", 9)));
        assertEquals(Optional.empty(), sorted.change(List.of(row(1, Map.of("a", 3))), added));
        assertEquals(Optional.empty(), sorted.change(List.of(row(5, Map.of("a", 0))), added));
        assertEquals(Optional.empty(), sorted.change(List.of(row(3, Map.of("a", 0))), List.of()));
        assertEquals(
                List.of(4L, 2L, 3L),
                IdSetTest.ids(
                        sorted.change(List.of(row(1, Map.of("a", 1))), added).orElseThrow(), 0));
    }
}
