package io.lokivector.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderedIndexTest {
    private static @Nullable Object key(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (long) random.nextInt(-50, 50);
            case 3 -> random.nextInt(100) / 8.0;
            case 4 -> "Infinity text " + random.nextInt(5);
            case 5 -> String.valueOf(random.nextInt(20));
            case 6 -> "";
            default -> "word" + random.nextInt(40);
        };
    }

    @Test
    void entriesAndRanksAreThoseOfASortedSet() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final TreeSet<OrderedIndex.Entry> model = new TreeSet<>();
            OrderedIndex index = OrderedIndex.empty();
            OrderedIndex middle = index;
            List<OrderedIndex.Entry> middleEntries = List.of();
            for (int i = 0; i < 6_000; i++) {
                final OrderedIndex.Entry entry =
                        new OrderedIndex.Entry(key(random), random.nextInt(300));
                if (random.nextInt(i < 4_000 ? 4 : 2) == 0) {
                    index = index.without(entry);
                    model.remove(entry);
                } else {
                    index = index.with(entry);
                    model.add(entry);
                }
                if (i == 3_000) {
                    middle = index;
                    middleEntries = entries(index);
                }
            }
            assertEquals(new ArrayList<>(model), entries(index));
            assertEquals(model.size(), index.size());
            assertEquals(middleEntries, entries(middle), "an older version has changed");
            for (int i = 0; i < 300; i++) {
                final Object key = key(random);
                assertEquals(
                        model.headSet(new OrderedIndex.Entry(key, -1)).size(),
                        index.rankBefore(key));
                assertEquals(
                        model.headSet(new OrderedIndex.Entry(key, Integer.MAX_VALUE)).size(),
                        index.rankAfter(key));
            }
            assertEquals(
                    entries(index),
                    entries(
                            OrderedIndex.of(
                                    shuffled(model, random).toArray(new OrderedIndex.Entry[0]))));
            for (final OrderedIndex.Entry entry : shuffled(model, random)) {
                index = index.without(entry);
            }
            assertEquals(0, index.size());
        });
    }

    private static List<OrderedIndex.Entry> shuffled(
            TreeSet<OrderedIndex.Entry> entries, RandomGenerator random) {
        final List<OrderedIndex.Entry> shuffled = new ArrayList<>(entries);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }

    private static List<OrderedIndex.Entry> entries(OrderedIndex index) {
        final List<OrderedIndex.Entry> entries = new ArrayList<>();
        index.forEach(0, index.size(), entries::add);
        return entries;
    }

    @Test
    void aRangeIsWalkedByRank() {
        OrderedIndex index = OrderedIndex.empty();
        for (int i = 0; i < 1_000; i++) {
            index = index.with(new OrderedIndex.Entry((long) i, i));
        }
        final List<Integer> slots = new ArrayList<>();
        index.forEach(
                index.rankAfter(499L), index.rankAfter(502L), entry -> slots.add(entry.slot()));
        assertEquals(Arrays.asList(500, 501, 502), slots);
    }
}
