package io.lokivector.engine.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class IdSetTest {
    static List<Long> ids(IdSequence sequence, long offset) {
        final List<Long> ids = new ArrayList<>();
        sequence.from(offset).forEachRemaining((long id) -> ids.add(id));
        return ids;
    }

    @Test
    void anEmptySetHasNothing() {
        assertEquals(0, IdSet.empty().size());
        assertFalse(IdSet.empty().contains(1));
        final PrimitiveIterator.OfLong walk = IdSet.empty().from(0);
        assertFalse(walk.hasNext());
        assertThrows(NoSuchElementException.class, walk::nextLong);
    }

    @Test
    void everyVersionStaysAsItWas() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            final List<IdSet> versions = new ArrayList<>();
            final List<TreeSet<Long>> models = new ArrayList<>();
            final TreeSet<Long> model = new TreeSet<>();
            IdSet set = IdSet.empty();
            for (int version = 0; version < 30; version++) {
                versions.add(set);
                models.add(new TreeSet<>(model));
                final IdSet.Editor edit = set.edit();
                for (int i = random.nextInt(500); i > 0; i--) {
                    final long id = 1 + (random.nextLong(4) << 16) + random.nextInt(600);
                    assertEquals(model.contains(id), edit.contains(id));
                    if (random.nextInt(version < 20 ? 4 : 2) == 0) {
                        edit.remove(id);
                        model.remove(id);
                    } else {
                        edit.add(id);
                        model.add(id);
                    }
                }
                set = edit.finish();
            }
            for (int version = 0; version < versions.size(); version++) {
                final List<Long> expected = List.copyOf(models.get(version));
                final IdSet found = versions.get(version);
                assertEquals(expected.size(), found.size());
                assertEquals(expected, ids(found, 0));
                for (int i = 0; i < 20; i++) {
                    final int offset = random.nextInt(expected.size() + 1);
                    assertEquals(expected.subList(offset, expected.size()), ids(found, offset));
                }
                assertEquals(List.of(), ids(found, expected.size() + 1_000_000L));
            }
        });
    }

    @Test
    void theFirstAndTheLastOfAWordAndOfAChunkAreKept() {
        final IdSet.Editor edit = IdSet.empty().edit();
        final List<Long> edges = List.of(1L, 64L, 65L, 32_768L, 32_769L, 98_304L, 98_305L);
        edges.forEach(edit::add);
        final IdSet set = edit.finish();
        assertEquals(edges, ids(set, 0));
        for (int offset = 0; offset <= edges.size(); offset++) {
            assertEquals(edges.subList(offset, edges.size()), ids(set, offset));
        }
    }
}
