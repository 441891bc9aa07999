package io.lokivector.engine.collection;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The threads that help with long reads: as many as there are cores, less the one that asks and
 * does its part. Shared by all collections of an engine; thread-safe.
 *
 * <p>Nobody waits for a helper to become free: what no helper has taken up, the caller does.
 */
public final class ScanWorkers implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;
    private static final int WAVE_GROWTH = 4;

    private final int helpers;
    private final @Nullable ThreadPoolExecutor pool;

    /**
     * Makes no threads before they are needed.
     *
     * @param threads how many work on one task at most, with the one that asks
     */
    public ScanWorkers(int threads) {
        this.helpers = threads - 1;
        this.pool = helpers == 0 ? null : pool(helpers);
    }

    private static ThreadPoolExecutor pool(int size) {
        final ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        size,
                        size,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().name("lokivector-scan-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** One call of {@link #forEach}. */
    private static final class Task implements Runnable {
        private final int count;
        private final IntConsumer action;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch unfinished;
        private volatile @Nullable Throwable failure;

        Task(int count, IntConsumer action) {
            this.count = count;
            this.action = action;
            this.unfinished = new CountDownLatch(count);
        }

        @Override
        public void run() {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    if (failure == null) {
                        action.accept(i);
                    }
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    unfinished.countDown();
                }
            }
        }
    }

    /**
     * Runs an action for 0 to {@code count - 1}, begun in this order, and returns when all are
     * done.
     *
     * @throws LokiVectorException {@code UNAVAILABLE} if the calling thread is interrupted, and
     *     this is more than one short read
     * @throws RuntimeException what an action throws; then later ones may not have been run
     */
    public void forEach(int count, IntConsumer action) {
        final Thread caller = Thread.currentThread();
        final Task task =
                new Task(
                        count,
                        i -> {
                            if (i > 0 && caller.isInterrupted()) {
                                throw interrupted();
                            }
                            action.accept(i);
                        });
        for (int helper = 0; pool != null && helper < Math.min(helpers, count - 1); helper++) {
            pool.execute(task);
        }
        task.run();
        await(task.unfinished);
        final @Nullable Throwable failure = task.failure;
        if (failure instanceof final RuntimeException unchecked) {
            throw unchecked;
        } else if (failure instanceof final Error error) {
            throw error;
        }
    }

    /** What helpers have begun they also end, soon and without waiting for anything. */
    private static void await(CountDownLatch unfinished) {
        boolean isInterrupted = false;
        while (true) {
            try {
                unfinished.await();
                break;
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static LokiVectorException interrupted() {
        return new LokiVectorException(
                ErrorCode.UNAVAILABLE, "the read was given up: its thread was interrupted");
    }

    /**
     * Makes a result for each of 0 to {@code count - 1}, and hands the results over in this order,
     * on the calling thread, until no more are wanted. The first is made alone, then ever more side
     * by side, so that little is done in vain.
     *
     * @param takes takes a result, and says whether more are wanted
     * @throws LokiVectorException {@code UNAVAILABLE} if the calling thread is interrupted, and
     *     this is more than one short read
     * @throws RuntimeException what the first failing {@code make} throws, once all results before
     *     it are taken
     */
    public <R> void inOrder(int count, IntFunction<R> make, Predicate<R> takes) {
        int wave = 1;
        int begin = 0;
        while (begin < count) {
            final int first = begin;
            final int size = Math.min(wave, count - begin);
            final @Nullable Object[] made = new @Nullable Object[size];
            forEach(size, i -> made[i] = attempt(make, first + i));
            for (int i = 0; i < size; i++) {
                if (!take(made[i], takes)) {
                    return;
                }
                made[i] = null;
            }
            begin += size;
            wave = Math.min(wave * WAVE_GROWTH, count);
        }
    }

    /** A failure that waits for its turn. */
    private record Failed(RuntimeException cause) {}

    private static <R> Object attempt(IntFunction<R> make, int number) {
        try {
            return make.apply(number);
        } catch (RuntimeException e) {
            return new Failed(e);
        }
    }

    @SuppressWarnings("unchecked") // made by a function of R
    private static <R> boolean take(@Nullable Object made, Predicate<R> takes) {
        if (made instanceof final Failed failed) {
            throw failed.cause;
        }
        return takes.test((R) made);
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }
}
