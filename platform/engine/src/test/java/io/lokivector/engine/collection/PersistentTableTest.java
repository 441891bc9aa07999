package io.lokivector.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
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
}
