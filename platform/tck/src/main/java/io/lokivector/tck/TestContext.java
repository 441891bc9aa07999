package io.lokivector.tck;

import io.lokivector.spi.ExtensionContext;
import io.lokivector.spi.Meters;
import io.lokivector.spi.storage.DataFiles;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.random.RandomGenerator;

/**
 * The world of one component under test: a clock that the test moves, seeded randomness, the given
 * files, two background threads that end with {@link #close()}, and no meters.
 */
public final class TestContext implements ExtensionContext, AutoCloseable {
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
        this.files = files;
        // java.util.Random, because it is the seeded generator that many threads may share.
        this.random = new Random(seed);
        this.executor =
                new ScheduledThreadPoolExecutor(
                        2, Thread.ofPlatform().daemon().name("test-context-", 0).factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
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
