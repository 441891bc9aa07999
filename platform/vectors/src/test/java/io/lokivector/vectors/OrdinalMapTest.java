package io.lokivector.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.tck.TestSeed;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OrdinalMapTest {
    @Test
    void behavesLikeAMap() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final OrdinalMap map = new OrdinalMap();
            final Map<Integer, Integer> expected = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                final int ordinal = random.nextInt(random.nextBoolean() ? 3_000 : 5_000_000);
                assertEquals(expected.getOrDefault(ordinal, OrdinalMap.ABSENT), map.slot(ordinal));
                if (random.nextInt(3) == 0) {
                    map.set(ordinal, OrdinalMap.ABSENT);
                    expected.remove(ordinal);
                } else {
                    final int slot = random.nextInt(Integer.MAX_VALUE);
                    map.set(ordinal, slot);
                    expected.put(ordinal, slot);
                }
            }
            expected.forEach((ordinal, slot) -> assertEquals(slot, map.slot(ordinal)));
        });
    }

    @Test
    void takesTheGreatestOrdinalWithoutTakingMuchMemory() {
        final OrdinalMap map = new OrdinalMap();
        map.set(Integer.MAX_VALUE, 5);
        assertEquals(5, map.slot(Integer.MAX_VALUE));
        assertEquals(OrdinalMap.ABSENT, map.slot(Integer.MAX_VALUE - 1));
        assertEquals(OrdinalMap.ABSENT, map.slot(-1));
        assertTrue(map.memoryBytes() < 20 << 20);
    }
}
