package io.lokivector.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lokivector.tck.TestSeed;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NearestKeysTest {
    @Test
    void keepsTheSmallestInOrder() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final NearestKeys nearest = new NearestKeys();
            for (int round = 0; round < 300; round++) {
                final int bound = random.nextInt(200);
                final long[] keys = random.longs(random.nextInt(400), 0, 1_000).toArray();
                nearest.reset(bound);
                for (final long key : keys) {
                    nearest.offer(key);
                }
                final long[] expected = Arrays.stream(keys).sorted().limit(bound).toArray();
                assertEquals(expected.length, nearest.size());
                assertArrayEquals(expected, nearest.drain());
            }
        });
    }

    @Test
    void ofAnOrdinalMetTwiceTheNearerStays() {
        final long[] keys = {Keys.of(1, 7), Keys.of(2, 8), Keys.of(3, 7), Keys.of(4, 9)};
        assertArrayEquals(
                new long[] {Keys.of(1, 7), Keys.of(2, 8), Keys.of(4, 9)}, Results.distinct(keys));
        final long[] noneTwice = {Keys.of(1, 1), Keys.of(2, 2)};
        assertSame(noneTwice, Results.distinct(noneTwice));
    }
}
