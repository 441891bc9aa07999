package io.lokivector.tck.limit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.limit.RateLimiter;
import io.lokivector.tck.TestClock;
import io.lokivector.tck.TestContext;
import io.lokivector.tck.TestSeed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every rate limiter must do: extend it and say how yours is made.
 *
 * <p>It asks for nothing that only one strategy does. What it takes from all of them: from a
 * standing start a key may spend its whole allowance at once, not more before time passes, and all
 * of it again after a whole window without a request.
 */
public abstract class RateLimiterTck {
    private static final RateLimit FIVE_A_MINUTE = new RateLimit(5, Duration.ofMinutes(1));
    private static final int THREADS = 8;

    /** Distinct keys of the memory test. */
    private static final int MANY_KEYS = 1_000_000;

    /** What a limiter may hold on to after {@value #MANY_KEYS} keys with small bounds. */
    private static final long MAX_RETAINED_BYTES = 24L << 20;

    private TestContext context;
    private RateLimiter limiter;

    /** For subclasses. */
    protected RateLimiterTck() {}

    /**
     * Makes a limiter in which no key has used anything.
     *
     * @param maxKeys how many keys it is to keep at the most, or about so many
     */
    protected abstract RateLimiter create(int maxKeys, ExtensionContext context);

    @BeforeEach
    final void open(@TempDir Path directory) throws IOException {
        context = new TestContext(DiskFiles.at(directory));
        limiter = create(10_000, context);
    }

    @AfterEach
    final void close() {
        limiter.close();
        limiter.close();
        context.close();
    }

    private TestClock clock() {
        return context.clock();
    }

    private RateDecision ask(String key, RateLimit limit, int permits) {
        return limiter.tryAcquire(key, limit, permits, clock().instant());
    }

    private RateDecision.Granted granted(RateDecision decision) {
        return assertInstanceOf(RateDecision.Granted.class, decision);
    }

    private RateDecision.Denied denied(RateDecision decision) {
        return assertInstanceOf(RateDecision.Denied.class, decision);
    }

    @Test
    void grantsExactlyTheLimit() {
        for (int i = 0; i < 5; i++) {
            assertEquals(4 - i, granted(ask("a", FIVE_A_MINUTE, 1)).remaining());
        }
        for (int i = 0; i < 100; i++) {
            denied(ask("a", FIVE_A_MINUTE, 1));
        }
    }

    @Test
    void grantsSeveralPermitsAtOnceOrNone() {
        assertEquals(2, granted(ask("a", FIVE_A_MINUTE, 3)).remaining());
        denied(ask("a", FIVE_A_MINUTE, 3));
        assertEquals(0, granted(ask("a", FIVE_A_MINUTE, 2)).remaining());
    }

    @Test
    void deniesMorePermitsThanTheLimitAndKeepsTheAllowance() {
        denied(ask("a", FIVE_A_MINUTE, 6));
        denied(ask("a", FIVE_A_MINUTE, Integer.MAX_VALUE));
        assertEquals(0, granted(ask("a", FIVE_A_MINUTE, 5)).remaining());
        denied(ask("a", FIVE_A_MINUTE, Integer.MAX_VALUE));
    }

    @Test
    void refusesToTakeLessThanOnePermit() {
        assertThrows(IllegalArgumentException.class, () -> ask("a", FIVE_A_MINUTE, 0));
        assertThrows(IllegalArgumentException.class, () -> ask("a", FIVE_A_MINUTE, -1));
    }

    @Test
    void countsKeysApart() {
        for (int i = 0; i < 5; i++) {
            granted(ask("a", FIVE_A_MINUTE, 1));
        }
        denied(ask("a", FIVE_A_MINUTE, 1));
        assertEquals(4, granted(ask("b", FIVE_A_MINUTE, 1)).remaining());
        assertEquals(4, granted(ask("", FIVE_A_MINUTE, 1)).remaining());
        assertEquals(4, granted(ask("\u0000\uD83D\uDE00 é", FIVE_A_MINUTE, 1)).remaining());
    }

    @Test
    void tellsTheLimitItApplied() {
        assertEquals(FIVE_A_MINUTE, ask("a", FIVE_A_MINUTE, 1).limit());
        assertEquals(FIVE_A_MINUTE, ask("a", FIVE_A_MINUTE, 5).limit());
    }

    @Test
    void theWholeAllowanceIsBackAfterAWindow() {
        for (int round = 0; round < 3; round++) {
            granted(ask("a", FIVE_A_MINUTE, 5));
            denied(ask("a", FIVE_A_MINUTE, 1));
            clock().advance(FIVE_A_MINUTE.window());
        }
    }

    @Test
    void askingAgainAtTheTimeNamedIsGranted() {
        granted(ask("a", FIVE_A_MINUTE, 5));
        clock().advance(Duration.ofSeconds(7));
        final RateDecision.Denied denied = denied(ask("a", FIVE_A_MINUTE, 1));
        assertAll(
                () -> assertTrue(denied.retryAfter().isPositive()),
                () -> assertTrue(denied.retryAfter().compareTo(FIVE_A_MINUTE.window()) <= 0),
                () -> assertFalse(denied.resetAt().isBefore(clock().instant())));
        clock().advance(denied.retryAfter());
        granted(ask("a", FIVE_A_MINUTE, 1));
    }

    @Test
    void theWholeAllowanceIsBackAtTheResetTime() {
        granted(ask("a", FIVE_A_MINUTE, 2));
        clock().advance(Duration.ofSeconds(20));
        final Instant reset = granted(ask("a", FIVE_A_MINUTE, 1)).resetAt();
        clock().advance(Duration.between(clock().instant(), reset));
        granted(ask("a", FIVE_A_MINUTE, 5));
    }

    @Test
    void aDenialDoesNotPostponeTheReset() {
        granted(ask("a", FIVE_A_MINUTE, 5));
        final Instant reset = denied(ask("a", FIVE_A_MINUTE, 1)).resetAt();
        clock().advance(Duration.ofSeconds(30));
        for (int i = 0; i < 50; i++) {
            denied(ask("a", FIVE_A_MINUTE, 5));
        }
        assertEquals(reset, denied(ask("a", FIVE_A_MINUTE, 5)).resetAt());
    }

    @Test
    void aLoweredLimitHoldsAtOnce() {
        granted(ask("a", FIVE_A_MINUTE, 3));
        denied(ask("a", new RateLimit(2, Duration.ofMinutes(1)), 1));
    }

    @Test
    void timeGoingBackwardsGrantsNothingTwice() {
        granted(ask("a", FIVE_A_MINUTE, 5));
        clock().advance(Duration.ofMillis(-3));
        denied(ask("a", FIVE_A_MINUTE, 1));
        clock().advance(Duration.ofHours(-30));
        denied(ask("a", FIVE_A_MINUTE, 1));
    }

    @Test
    void aClockSetBackLocksNobodyOutForLongerThanAWindow() {
        granted(ask("a", FIVE_A_MINUTE, 5));
        clock().advance(Duration.ofDays(-1));
        final RateDecision.Denied denied = denied(ask("a", FIVE_A_MINUTE, 1));
        assertTrue(denied.retryAfter().compareTo(FIVE_A_MINUTE.window()) <= 0);
        clock().advance(Duration.ofSeconds(30));
        ask("a", FIVE_A_MINUTE, 5);
        clock().advance(Duration.ofSeconds(30));
        granted(ask("a", FIVE_A_MINUTE, 1));
    }

    @Test
    void longAndShortWindowsWork() {
        final RateLimit yearly = new RateLimit(1, Duration.ofDays(365));
        granted(ask("year", yearly, 1));
        clock().advance(Duration.ofDays(364));
        denied(ask("year", yearly, 1));
        clock().advance(Duration.ofDays(1));
        granted(ask("year", yearly, 1));
        final RateLimit huge = new RateLimit(Integer.MAX_VALUE, Duration.ofSeconds(1));
        granted(ask("huge", huge, Integer.MAX_VALUE));
        denied(ask("huge", huge, 1));
    }

    @Test
    void neverGrantsMoreThanTheLimitToManyThreads() throws InterruptedException {
        final RateLimit limit = new RateLimit(1_000, Duration.ofMinutes(1));
        for (int round = 0; round < 20; round++) {
            final AtomicIntegerArray granted = new AtomicIntegerArray(2);
            inThreads(random -> {
                for (int i = 0; i < 600; i++) {
                    final int key = random.nextInt(2);
                    final int permits = random.nextInt(1, 4);
                    if (ask("key-" + key, limit, permits) instanceof RateDecision.Granted) {
                        granted.addAndGet(key, permits);
                    }
                }
            });
            assertTrue(granted.get(0) <= 1_000 && granted.get(1) <= 1_000, granted::toString);
            clock().advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void givesManyThreadsAllOfTheLimit() throws InterruptedException {
        final RateLimit limit = new RateLimit(1_000, Duration.ofMinutes(1));
        final AtomicInteger granted = new AtomicInteger();
        inThreads(_ -> {
            for (int i = 0; i < 500; i++) {
                if (ask("a", limit, 1) instanceof RateDecision.Granted) {
                    granted.incrementAndGet();
                }
            }
        });
        assertEquals(1_000, granted.get());
    }

    @Test
    void makingRoomNeverGrantsAKeyMoreThanItsLimit() {
        TestSeed.run(seed -> {
            final RandomGenerator random = TestSeed.random(seed);
            limiter.close();
            limiter = create(50, context);
            final Map<String, Integer> used = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                final String key = "key-" + random.nextInt(500);
                if (ask(key, FIVE_A_MINUTE, 1) instanceof RateDecision.Granted) {
                    final int total = used.merge(key, 1, Integer::sum);
                    assertTrue(total <= 5, key + " was granted " + total);
                }
            }
            assertFalse(used.isEmpty());
        });
    }

    @Test
    void thereIsRoomAgainAfterAllWindowsEnded() {
        limiter.close();
        limiter = create(50, context);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 1_000; i++) {
                ask("round-" + round + "-" + i, FIVE_A_MINUTE, 1);
            }
            clock().advance(FIVE_A_MINUTE.window().plusSeconds(1));
            assertEquals(4, granted(ask("latecomer-" + round, FIVE_A_MINUTE, 1)).remaining());
        }
    }

    @Test
    void aMillionKeysOccupyBoundedMemory() {
        limiter.close();
        limiter = create(10_000, context);
        final long before = usedBytes();
        for (int i = 0; i < MANY_KEYS; i++) {
            ask("a-key-of-ordinary-length-" + i, FIVE_A_MINUTE, 1);
        }
        final long retained = usedBytes() - before;
        assertTrue(retained < MAX_RETAINED_BYTES, retained + " bytes are retained");
        ask("still at work", FIVE_A_MINUTE, 1);
    }

    private static long usedBytes() {
        final Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /** What one of several threads does, with randomness of its own. */
    private interface Work {
        void run(RandomGenerator random);
    }

    private static void inThreads(Work work) throws InterruptedException {
        final long seed = TestSeed.current();
        final CountDownLatch start = new CountDownLatch(1);
        final List<Thread> threads = new ArrayList<>();
        final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < THREADS; t++) {
            final RandomGenerator random = TestSeed.random(seed + t);
            threads.add(
                    Thread.ofPlatform()
                            .name("rate-limiter-tck-" + t)
                            .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                            .start(() -> {
                                awaitUninterrupted(start);
                                work.run(random);
                            }));
        }
        start.countDown();
        for (final Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures, "seed " + seed);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
