package io.lokivector.engine.values;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.tck.TestSeed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class KeyTreeTest {
    private RandomGenerator random = TestSeed.random(TestSeed.current());

    private record Entry(byte[] key, int slot) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            final int byKey = Arrays.compareUnsigned(key, other.key);
            return byKey != 0 ? byKey : Integer.compare(slot, other.slot);
        }
    }

    @Test
    void holdsWhatASortedSetHolds() {
        TestSeed.run(seed -> {
            random = TestSeed.random(seed);
            for (int round = 0; round < 12; round++) {
                KeyTree tree = KeyTree.empty();
                final TreeSet<Entry> model = new TreeSet<>();
                final int distinct = 1 << random.nextInt(14);
                for (int step = 0; step < 60; step++) {
                    final KeyBatch batch = new KeyBatch();
                    final int changes =
                            random.nextInt(3) == 0
                                    ? 1 + random.nextInt(600)
                                    : 1 + random.nextInt(3);
                    for (int i = 0; i < changes; i++) {
                        change(batch, model, distinct);
                    }
                    final KeyTree before = tree;
                    final int size = before.size();
                    tree = tree.with(batch);
                    assertEquals(size, before.size());
                    assertEquals(model.size(), tree.size());
                }
                assertSame(model, tree);
            }
        });
    }

    private void change(KeyBatch batch, TreeSet<Entry> model, int distinct) {
        final Entry known = model.isEmpty() ? null : model.ceiling(entry(distinct));
        if (known != null && random.nextInt(3) == 0) {
            batch.remove(known.key, known.slot);
            model.remove(known);
        } else {
            final Entry added = entry(distinct);
            batch.add(added.key, added.slot);
            model.add(added);
        }
    }

    private Entry entry(int distinct) {
        final int value = random.nextInt(distinct);
        final byte[] key =
                value % 5 == 0
                        ? ("text " + "x".repeat(value % 90) + value)
                                .getBytes(StandardCharsets.UTF_8)
                        : new byte[] {7, (byte) (value >>> 8), (byte) value, (byte) 0xF0};
        return new Entry(key, random.nextInt(300));
    }

    private void assertSame(TreeSet<Entry> model, KeyTree tree) {
        final List<Entry> entries = new ArrayList<>(model);
        final int[] slots = tree.slots(0, tree.size());
        for (int rank = 0; rank < entries.size(); rank++) {
            assertArrayEquals(entries.get(rank).key, tree.key(rank));
            assertEquals(entries.get(rank).slot, slots[rank]);
        }
        for (int i = 0; i < 200; i++) {
            final byte[] bound = entry(1 << 14).key;
            assertEquals(model.headSet(new Entry(bound, -1)).size(), tree.rank(bound));
        }
        if (tree.size() > 2) {
            final int from = random.nextInt(tree.size());
            final int to = from + random.nextInt(tree.size() - from);
            assertArrayEquals(Arrays.copyOfRange(slots, from, to), tree.slots(from, to));
        }
    }

    @Test
    void loadsEntriesInOrderAndEmptiesAgain() {
        final KeyBatch batch = new KeyBatch();
        for (int i = 0; i < 20_000; i++) {
            batch.add(number(i), i);
        }
        final KeyTree full = KeyTree.empty().with(batch);
        assertEquals(20_000, full.size());
        assertEquals(12_345, full.rank(number(12_345)));
        assertEquals(20_000, full.distinctKeys(), 200);
        final KeyBatch removals = new KeyBatch();
        for (int i = 19_999; i >= 0; i--) {
            removals.remove(number(i), i);
        }
        assertEquals(0, full.with(removals).size());
        assertEquals(0, full.with(removals).rank(number(1)));
    }

    @Test
    void singleInsertionsInOrderFillTheLeaves() {
        KeyTree tree = KeyTree.empty();
        for (int i = 0; i < 20_000; i++) {
            final KeyBatch one = new KeyBatch();
            one.add(number(i), i);
            tree = tree.with(one);
        }
        assertEquals(20_000, tree.size());
        assertTrue(tree.memoryBytes() < 20_000 * 12, tree.memoryBytes() + " bytes");
    }

    @Test
    void tellsTheNumberOfDistinctKeysFromASample() {
        final KeyBatch batch = new KeyBatch();
        for (int i = 0; i < 50_000; i++) {
            batch.add(number(i % 5), i);
        }
        assertEquals(5, KeyTree.empty().with(batch).distinctKeys(), 60);
    }

    private static byte[] number(int value) {
        return new byte[] {
            7, (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        };
    }
}
