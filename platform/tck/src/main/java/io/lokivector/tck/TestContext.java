package io.lokivector.tck;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DataFiles;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The world of one component under test: a clock that the test moves, seeded randomness, the given
 * files, two background threads that end with {@link #close()}, and no meters.
 */
public final class TestContext implements ExtensionContext, AutoCloseable {
    private static final long NEVER_DAYS = 3650;

    private final DataFiles files;
    private final TestClock clock = new TestClock();
    private final RandomGenerator random;
    private final ScheduledThreadPoolExecutor executor;

    /** A context of {@code files} with the seed of this run. */
    public TestContext(DataFiles files) {
        this(files, TestSeed.current());
    }

    /** A context of {@code files} whose randomness repeats with {@code seed}. */
    public TestContext(DataFiles files, long seed) {
        this(files, seed, new ScheduledThreadPoolExecutor(2, threads()));
    }

    private TestContext(DataFiles files, long seed, ScheduledThreadPoolExecutor executor) {
        this.files = files;
        // java.util.Random, because it is the seeded generator that many threads may share.
        this.random = new Random(seed);
        this.executor = executor;
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    /**
     * A context without background threads, so that a run repeats with its seed: work that is given
     * to the executor to do at once is done by the giving thread, and delayed work never.
     */
    public static TestContext singleThreaded(DataFiles files, long seed) {
        return new TestContext(files, seed, new SameThreadExecutor());
    }

    private static ThreadFactory threads() {
        return Thread.ofPlatform().daemon().name("test-context-", 0).factory();
    }

    private static final class SameThreadExecutor extends ScheduledThreadPoolExecutor {
        SameThreadExecutor() {
            super(0, threads());
        }

        @Override
        public void execute(Runnable command) {
            // In a task, which keeps its failure to itself as a background thread would.
            new FutureTask<@Nullable Void>(command, null).run();
        }

        @Override
        public Future<?> submit(Runnable command) {
            final FutureTask<@Nullable Void> task = new FutureTask<>(command, null);
            task.run();
            return task;
        }

        @Override
        public <T extends @Nullable Object> Future<T> submit(Callable<T> command) {
            final FutureTask<T> task = new FutureTask<>(command);
            task.run();
            return task;
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return super.schedule(command, NEVER_DAYS, TimeUnit.DAYS);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(
                Runnable command, long initialDelay, long period, TimeUnit unit) {
            return super.schedule(command, NEVER_DAYS, TimeUnit.DAYS);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(
                Runnable command, long initialDelay, long delay, TimeUnit unit) {
            return super.schedule(command, NEVER_DAYS, TimeUnit.DAYS);
        }
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public DataFiles files() {
        return files;
    }

    @Override
    public ScheduledThreadPoolExecutor executor() {
        return executor;
    }

    @Override
    public Meters meters() {
        return Meters.none();
    }

    /** Ends the background threads. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
