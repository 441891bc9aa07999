package io.lokivector.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PersistentTableTest {
    @Test
    void anEmptyTableHasNothing() {
        final PersistentTable<String> table = PersistentTable.empty();
        assertEquals(0, table.size());
        assertNull(table.get(0));
        assertNull(table.get(1_000_000));
        assertEquals(-1, table.nextSlot(0));
    }

    @Test
    void everyVersionStaysAsItWas() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final List<PersistentTable<Integer>> versions = new ArrayList<>();
            final List<TreeMap<Integer, Integer>> models = new ArrayList<>();
            PersistentTable<Integer> table = PersistentTable.empty();
            final TreeMap<Integer, Integer> model = new TreeMap<>();
            for (int version = 0; version < 60; version++) {
                final PersistentTable.Editor<Integer> edit = table.edit();
                for (int i = random.nextInt(1, 100); i > 0; i--) {
                    final int slot = 1 << random.nextInt(20) | random.nextInt(100);
                    if (random.nextInt(3) == 0) {
                        edit.remove(slot);
                        model.remove(slot);
                    } else {
                        edit.put(slot, version);
                        model.put(slot, version);
                    }
                }
                table = edit.finish();
                versions.add(table);
                models.add(new TreeMap<>(model));
            }
            for (int version = 0; version < versions.size(); version++) {
                assertSame(models.get(version), versions.get(version), random);
            }
        });
    }

    @Test
    void twoVersionsDifferInJustTheSlotsThatChanged() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final List<PersistentTable<Integer>> versions = new ArrayList<>();
            final List<TreeMap<Integer, Integer>> models = new ArrayList<>();
            PersistentTable<Integer> table = PersistentTable.empty();
            final TreeMap<Integer, Integer> model = new TreeMap<>();
            for (int version = 0; version < 25; version++) {
                versions.add(table);
                models.add(new TreeMap<>(model));
                final PersistentTable.Editor<Integer> edit = table.edit();
                for (int i = random.nextInt(1, 60); i > 0; i--) {
                    final int slot = 1 << random.nextInt(version + 1) | random.nextInt(50);
                    if (random.nextBoolean()) {
                        edit.remove(slot);
                        model.remove(slot);
                    } else {
                        final int value = i % 7 == 0 ? random.nextInt(3) : slot * 100 + version;
                        edit.put(slot, value);
                        model.put(slot, value);
                    }
                }
                table = edit.finish();
            }
            for (int i = 0; i < 100; i++) {
                final int older = random.nextInt(versions.size());
                final int newer = random.nextInt(versions.size());
                assertEquals(
                        changes(models.get(older), models.get(newer)),
                        // Two values may be equal and not the same.
                        differences(versions.get(older), versions.get(newer)).stream()
                                .filter(change -> !Objects.equals(change.before, change.after))
                                .toList());
            }
        });
    }

    private record Difference(int slot, @Nullable Integer before, @Nullable Integer after) {}

    private static List<Difference> changes(
            TreeMap<Integer, Integer> older, TreeMap<Integer, Integer> newer) {
        final TreeSet<Integer> slots = new TreeSet<>(older.keySet());
        slots.addAll(newer.keySet());
        return slots.stream()
                .map(slot -> new Difference(slot, older.get(slot), newer.get(slot)))
                .filter(change -> !Objects.equals(change.before, change.after))
                .toList();
    }

    private static List<Difference> differences(
            PersistentTable<Integer> older, PersistentTable<Integer> newer) {
        final List<Difference> found = new ArrayList<>();
        assertTrue(
                PersistentTable.difference(
                        older,
                        newer,
                        (slot, before, after) -> found.add(new Difference(slot, before, after))));
        return found;
    }

    @Test
    void aDifferenceLeavesSharedNodesAlone() {
        final PersistentTable.Editor<String> edit = PersistentTable.<String>empty().edit();
        for (int slot = 0; slot < 10_000; slot++) {
            edit.put(slot, "old");
        }
        final PersistentTable<String> older = edit.finish();
        edit.put(7, "new");
        edit.put(9_000, "new");
        edit.put(300_000, "new");
        final PersistentTable<String> newer = edit.finish();
        final List<Integer> slots = new ArrayList<>();
        assertTrue(
                PersistentTable.difference(
                        older, newer, (slot, _, after) -> slots.add(slot) && "new".equals(after)));
        assertEquals(List.of(7, 9_000, 300_000), slots);
        assertTrue(PersistentTable.difference(newer, newer, (_, _, _) -> false));
    }

    @Test
    void aDifferenceEndsWhereItIsStopped() {
        final PersistentTable.Editor<String> edit = PersistentTable.<String>empty().edit();
        for (int slot = 0; slot < 10_000; slot++) {
            edit.put(slot, "value");
        }
        final List<Integer> slots = new ArrayList<>();
        assertFalse(
                PersistentTable.difference(
                        PersistentTable.empty(),
                        edit.finish(),
                        (slot, before, _) -> {
                            assertNull(before);
                            slots.add(slot);
                            return slots.size() < 100;
                        }));
        assertEquals(IntStream.range(0, 100).boxed().toList(), slots);
    }

    private static void assertSame(
            TreeMap<Integer, Integer> model,
            PersistentTable<Integer> table,
            RandomGenerator random) {
        final TreeMap<Integer, Integer> walked = new TreeMap<>();
        table.forEach(walked::put);
        assertEquals(model, walked);
        assertEquals(model.size(), table.size());
        final TreeMap<Integer, Integer> stepped = new TreeMap<>();
        for (int slot = table.nextSlot(0); slot >= 0; slot = table.nextSlot(slot + 1)) {
            stepped.put(slot, table.get(slot));
        }
        assertEquals(model, stepped);
        for (int i = 0; i < 50; i++) {
            final int from = random.nextInt(1 << 20);
            final Integer next = model.ceilingKey(from);
            assertEquals(next == null ? -1 : next, table.nextSlot(from), "from " + from);
        }
    }

    @Test
    void leavesHoldTheValuesAndForgetWhatIsAttachedWhenTheyChange() {
        final PersistentTable.Editor<String> editor = PersistentTable.<String>empty().edit();
        for (final int slot : new int[] {0, 63, 64, 5_000}) {
            editor.put(slot, "v" + slot);
        }
        final PersistentTable<String> table = editor.finish();
        assertEquals(5_000 / PersistentTable.LEAF_SLOTS + 1, table.leaves());
        assertEquals(0, PersistentTable.<String>empty().leaves());
        final PersistentTable.Leaf<String> first = Objects.requireNonNull(table.leaf(0));
        assertEquals(1L | 1L << 63, first.present());
        assertEquals("v63", first.get(63));
        assertNull(first.get(1));
        assertNull(table.leaf(2));
        assertNull(table.leaf(100_000));
        first.attach("derived");
        final PersistentTable.Editor<String> later = table.edit();
        later.put(64, "other");
        assertEquals("derived", Objects.requireNonNull(later.finish().leaf(0)).attachment());
        later.put(1, "new");
        final PersistentTable<String> changed = later.finish();
        assertNull(Objects.requireNonNull(changed.leaf(0)).attachment());
        assertEquals("derived", Objects.requireNonNull(table.leaf(0)).attachment());
        assertEquals("other", Objects.requireNonNull(changed.leaf(1)).get(0));
    }
}
