package io.lokivector.storage.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.tck.TestSeed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares the tree with a sorted map, and what was frozen with what it was then. */
final class KeyTreeTest {
    private static final int OPERATIONS = 60_000;

    private final TreeMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

    /** A tree with what it held. */
    private record Kept(KeyTree tree, TreeMap<byte[], byte[]> model) {}

    @Test
    void agreesWithASortedMapWhileKeysOfManyLengthsComeAndGo() {
        compare(random -> key(random, random.nextInt(1 + random.nextInt(5))));
    }

    @Test
    void agreesWithASortedMapOverNumbers() {
        compare(random -> number(random.nextInt(20_000)));
    }

    @Test
    void agreesWithASortedMapOfNumbersAmongWhichAnotherKeyStandsNowAndThen() {
        compare(random ->
                random.nextInt(500) == 0 ? key(random, 3) : number(random.nextInt(20_000)));
    }

    private static byte[] key(Random random, int length) {
        final byte[] key = new byte[1 + length];
        random.nextBytes(key);
        return key;
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    /** Makes a key. */
    @FunctionalInterface
    private interface Keys {
        byte[] next(Random random);
    }

    private void compare(Keys keys) {
        TestSeed.run(seed -> compare(keys, new Random(seed)));
    }

    private void compare(Keys keys, Random random) {
        final List<Kept> kept = new ArrayList<>();
        KeyTree tree = KeyTree.empty(new Object());
        for (int i = 0; i < OPERATIONS; i++) {
            // Grows at first, and shrinks in the end.
            final boolean removes = random.nextInt(OPERATIONS) < i * 3 / 4;
            final byte[] key =
                    removes && random.nextBoolean() && !model.isEmpty()
                            ? model.firstKey()
                            : keys.next(random);
            final byte[] value = {(byte) i};
            assertArrayEquals(
                    removes ? model.remove(key) : model.put(key, value),
                    removes ? tree.remove(key) : tree.put(key, value));
            if (i % 10_007 == 0) {
                kept.add(new Kept(tree, copyOfModel()));
                tree = tree.ownedBy(new Object());
            }
        }
        kept.add(new Kept(tree, copyOfModel()));
        tree = tree.ownedBy(new Object());
        for (final byte[] key : copyOfModel().keySet()) {
            assertFalse(tree.isEmpty());
            assertArrayEquals(model.remove(key), tree.remove(key));
        }
        assertTrue(tree.isEmpty());
        kept.add(new Kept(tree, copyOfModel()));
        kept.forEach(each -> check(each, random));
    }

    private TreeMap<byte[], byte[]> copyOfModel() {
        final TreeMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
        copy.putAll(model);
        return copy;
    }

    private static void check(Kept kept, Random random) {
        checkScan(kept.model, kept.tree.cursor());
        for (int i = 0; i < 20; i++) {
            final byte[] a = bound(kept.model, random);
            final byte[] b = bound(kept.model, random);
            final boolean isInOrder = Arrays.compareUnsigned(a, b) <= 0;
            final byte[] from = isInOrder ? a : b;
            final byte[] to = isInOrder ? b : a;
            checkScan(kept.model.subMap(from, to), kept.tree.cursor(from, to));
            assertArrayEquals(kept.model.get(a), kept.tree.get(a));
        }
    }

    private static byte[] bound(TreeMap<byte[], byte[]> of, Random random) {
        final byte @Nullable [] known = of.ceilingKey(number(random.nextInt(20_000)));
        return known == null || random.nextBoolean() ? key(random, random.nextInt(8)) : known;
    }

    private static void checkScan(Map<byte[], byte[]> expected, KeyTree.Cursor cursor) {
        int count = 0;
        for (final Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
            assertTrue(cursor.next());
            assertArrayEquals(entry.getKey(), cursor.key());
            assertArrayEquals(entry.getValue(), cursor.value());
            count++;
        }
        assertEquals(expected.size(), count);
        assertFalse(cursor.next());
        assertFalse(cursor.next(), "the end stays the end");
    }
}
