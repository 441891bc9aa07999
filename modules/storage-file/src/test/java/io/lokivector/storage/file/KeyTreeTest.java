package io.lokivector.storage.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class KeyTreeTest {
    @Test
    void holdsWhatATreeMapHoldsAndNeverChangesAnOldTree() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final TreeMap<byte[], Location> expected = new TreeMap<>(Arrays::compareUnsigned);
            KeyTree tree = KeyTree.EMPTY;
            KeyTree old = tree;
            TreeMap<byte[], Location> oldExpected = new TreeMap<>(expected);
            for (int i = 0; i < 60_000; i++) {
                // Waves: it grows to three levels, shrinks to nothing, and grows again.
                final boolean grows = i / 15_000 % 2 == 0;
                final byte[] key = key(random);
                if (random.nextInt(10) < (grows ? 8 : 1)) {
                    final Location location = new Location(i, i + 1, i + 2);
                    tree = tree.with(key, location);
                    expected.put(key, location);
                } else {
                    final byte[] gone = expected.ceilingKey(key);
                    tree = tree.without(gone == null ? key : gone);
                    expected.remove(gone == null ? key : gone);
                }
                if (i % 6_000 == 3_000) {
                    checkEqual(oldExpected, old);
                    checkEqual(expected, tree);
                    old = tree;
                    oldExpected = new TreeMap<>(expected);
                }
            }
            while (!expected.isEmpty()) {
                tree = tree.without(expected.pollFirstEntry().getKey());
            }
            assertTrue(tree.isEmpty());
            assertFalse(tree.cursor().next());
        });
    }

    private static byte[] key(RandomGenerator random) {
        final byte[] key = new byte[1 + random.nextInt(4)];
        random.nextBytes(key);
        return key;
    }

    @Test
    void aTreeBuiltAtOnceEqualsOneBuiltByChanges() {
        for (final int count : new int[] {0, 1, 47, 48, 49, 2303, 2304, 2305, 10_000}) {
            final TreeMap<byte[], Location> expected = new TreeMap<>(Arrays::compareUnsigned);
            final KeyTree.Builder builder = new KeyTree.Builder();
            for (int i = 0; i < count; i++) {
                final byte[] key = {(byte) (i >> 8), (byte) i};
                expected.put(key, new Location(1, i, 2));
                builder.add(key, new Location(1, i, 2));
            }
            checkEqual(expected, builder.build());
        }
    }

    private static void checkEqual(TreeMap<byte[], Location> expected, KeyTree tree) {
        final List<byte[]> keys = new ArrayList<>();
        final KeyTree.Cursor cursor = tree.cursor();
        while (cursor.next()) {
            assertEquals(expected.get(cursor.key()), cursor.location());
            assertEquals(cursor.location(), tree.find(cursor.key()));
            keys.add(cursor.key());
        }
        assertFalse(cursor.next());
        assertArrayEquals(expected.keySet().toArray(), keys.toArray());
        for (final Map.Entry<byte[], Location> from :
                expected.entrySet().stream().limit(9).toList()) {
            final byte[] to = {(byte) 0x80, 7};
            final KeyTree.Cursor range = tree.cursor(from.getKey(), to);
            int count = 0;
            while (range.next()) {
                count++;
            }
            final boolean isEmpty = Arrays.compareUnsigned(from.getKey(), to) >= 0;
            assertEquals(isEmpty ? 0 : expected.subMap(from.getKey(), to).size(), count);
        }
    }
}
