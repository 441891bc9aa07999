package io.lokivector.engine.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RecentQueriesTest {
    private static void offer(RecentQueries queries, int first, int count) {
        for (int i = first; i < first + count; i++) {
            queries.offer(new float[] {i}, 10, i);
        }
    }

    private static List<Integer> efforts(List<RecentQueries.RecentQuery> queries) {
        return queries.stream().map(RecentQueries.RecentQuery::effort).toList();
    }

    @Test
    void theFirstSearchesAreAllKeptWithoutACopy() {
        final RecentQueries queries = new RecentQueries(8);
        final float[] vector = {1, 2};
        queries.offer(vector, 5, 77);
        offer(queries, 1, 3);
        assertEquals(List.of(3, 2, 1, 77), efforts(queries.newest(10)));
        assertEquals(List.of(3, 2), efforts(queries.newest(2)));
        assertSame(vector, queries.newest(4).get(3).vector());
        assertEquals(5, queries.newest(4).get(3).k());
    }

    @Test
    void aFullRingTakesOneOfManyInThePlaceOfTheOldest() {
        final RecentQueries queries = new RecentQueries(8);
        final int searches = 16_000;
        offer(queries, 0, searches);
        assertEquals(8, queries.newest(100).size());
        assertTrue(
                efforts(queries.newest(100)).stream().allMatch(effort -> effort > searches / 2),
                () -> "only recent ones are there: " + efforts(queries.newest(100)));
        final long kept = queries.from(0).orElseThrow().number() + 8;
        final double expected = 8 + (double) (searches - 8) / RecentQueries.ONE_OF;
        assertEquals(expected, kept, expected / 10);
        assertEquals(searches, queries.offered());
    }

    @Test
    void clientsThatTakeTurnsAreAllInTheSample() {
        final RecentQueries queries = new RecentQueries(64);
        for (int i = 0; i < 64_000; i++) {
            queries.offer(new float[] {i}, 10, i % RecentQueries.ONE_OF);
        }
        final long clients = efforts(queries.newest(64)).stream().distinct().count();
        assertTrue(clients >= RecentQueries.ONE_OF / 2, clients + " of " + RecentQueries.ONE_OF);
    }

    @Test
    void queriesAreGoneThroughInOrderAndNoneTwice() {
        final RecentQueries queries = new RecentQueries(4);
        assertEquals(Optional.empty(), queries.from(0));
        offer(queries, 0, 3);
        long next = 0;
        for (int i = 0; i < 3; i++) {
            final RecentQueries.Sampled sampled = queries.from(next).orElseThrow();
            assertEquals(i, sampled.query().effort());
            next = sampled.number() + 1;
        }
        assertEquals(Optional.empty(), queries.from(next));
        offer(queries, 3, 1);
        assertEquals(3, queries.from(next).orElseThrow().query().effort());
    }

    @Test
    void longVectorsAreFewer() {
        final RecentQueries queries = new RecentQueries(256);
        final float[] vector = new float[65_536];
        for (int i = 0; i < 100; i++) {
            queries.offer(vector, 10, 0);
        }
        assertEquals(4, queries.newest(256).size());
    }

    @Test
    void aRingOfNoneKeepsNone() {
        final RecentQueries queries = new RecentQueries(0);
        offer(queries, 0, 1_000);
        assertEquals(List.of(), queries.newest(10));
        assertEquals(Optional.empty(), queries.from(0));
    }

    @Test
    void searchesBesideEachOtherKeepWholeQueries() throws InterruptedException {
        final RecentQueries queries = new RecentQueries(16);
        final CountDownLatch done = new CountDownLatch(4);
        for (int thread = 0; thread < 4; thread++) {
            Thread.ofVirtual()
                    .start(() -> {
                        for (int i = 0; i < 5_000; i++) {
                            queries.offer(new float[] {i}, 10, i);
                        }
                        done.countDown();
                    });
        }
        done.await();
        final List<RecentQueries.RecentQuery> all = queries.newest(16);
        assertEquals(16, all.size());
        all.forEach(query -> assertEquals(query.effort(), query.vector()[0]));
    }
}
