package io.lokivector.index.jvector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class InsertLanesTest {
    @Test
    void manyCallersShareAFewThreads() throws InterruptedException {
        final Set<Long> seen = ConcurrentHashMap.newKeySet();
        final List<Thread> callers = new ArrayList<>();
        try (InsertLanes lanes = new InsertLanes(3)) {
            for (int i = 0; i < 200; i++) {
                callers.add(
                        Thread.ofVirtual()
                                .name("caller-" + i)
                                .start(() ->
                                        lanes.run(() ->
                                                seen.add(Thread.currentThread().threadId()))));
            }
            for (final Thread caller : callers) {
                caller.join();
            }
        }
        assertTrue(seen.size() >= 1 && seen.size() <= 3, seen.size() + " threads");
    }

    @Test
    void aFailureReachesTheCallerAndTheLaneGoesOn() {
        final IllegalArgumentException failure = new IllegalArgumentException("no");
        try (InsertLanes lanes = new InsertLanes(1)) {
            assertSame(
                    failure,
                    assertThrows(
                            IllegalArgumentException.class,
                            () ->
                                    lanes.run(() -> {
                                        throw failure;
                                    })));
            final List<Integer> done = new ArrayList<>();
            lanes.run(() -> done.add(1));
            assertEquals(List.of(1), done);
        }
    }

    @Test
    void closedLanesRefuse() {
        final InsertLanes lanes = new InsertLanes(1);
        lanes.close();
        lanes.close();
        final IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> lanes.run(() -> {}));
        assertEquals("the index is closed", refused.getMessage());
    }
}
