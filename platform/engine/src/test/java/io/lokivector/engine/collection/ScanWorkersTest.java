package io.lokivector.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanWorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyActionRunsOnce(int threads) {
        final AtomicIntegerArray runs = new AtomicIntegerArray(1_000);
        try (ScanWorkers workers = new ScanWorkers(threads)) {
            workers.forEach(1_000, runs::incrementAndGet);
        }
        for (int i = 0; i < runs.length(); i++) {
            assertEquals(1, runs.get(i));
        }
    }

    @Test
    void othersHelpTheCaller() {
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        final CountDownLatch bothAreHere = new CountDownLatch(2);
        try (ScanWorkers workers = new ScanWorkers(2)) {
            workers.forEach(
                    2,
                    _ -> {
                        threads.add(Thread.currentThread());
                        bothAreHere.countDown();
                        await(bothAreHere);
                    });
        }
        assertEquals(2, threads.size());
        assertTrue(threads.contains(Thread.currentThread()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void resultsComeInOrderUntilNoMoreAreWanted(int threads) {
        final List<Integer> taken = new ArrayList<>();
        final Set<Integer> made = ConcurrentHashMap.newKeySet();
        try (ScanWorkers workers = new ScanWorkers(threads)) {
            workers.inOrder(
                    10_000,
                    i -> {
                        made.add(i);
                        return i;
                    },
                    i -> {
                        taken.add(i);
                        return i < 99;
                    });
        }
        assertEquals(IntStream.range(0, 100).boxed().toList(), taken);
        assertTrue(made.size() < 1_000, "so many were made in vain: " + made.size());
    }

    @Test
    void aFailureIsToldWhenItsTurnHasCome() {
        final List<Integer> taken = new ArrayList<>();
        try (ScanWorkers workers = new ScanWorkers(3)) {
            final var failure =
                    assertThrows(
                            IllegalStateException.class,
                            () -> workers.inOrder(100, i -> failingFrom(37, i), taken::add));
            assertEquals("37", failure.getMessage());
            assertEquals(IntStream.range(0, 37).boxed().toList(), taken);
            workers.inOrder(100, i -> failingFrom(37, i), i -> i < 36);
        }
    }

    private static int failingFrom(int first, int number) {
        if (number >= first) {
            throw new IllegalStateException(Integer.toString(number));
        }
        return number;
    }

    @Test
    void anInterruptedReadIsGivenUp() {
        try (ScanWorkers workers = new ScanWorkers(2)) {
            Thread.currentThread().interrupt();
            final var failure =
                    assertThrows(LokiVectorException.class, () -> workers.forEach(10, _ -> {}));
            assertEquals(ErrorCode.UNAVAILABLE, failure.code());
            assertTrue(Thread.interrupted(), "the interrupt is kept");
        }
    }
}
