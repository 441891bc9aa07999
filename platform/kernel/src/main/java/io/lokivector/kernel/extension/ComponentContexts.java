package io.lokivector.kernel.extension;

import io.lokivector.kernel.metrics.Measurements;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.file.DataFiles;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Gives every component its context: a folder of its own, and its share of everything else. */
public final class ComponentContexts implements AutoCloseable {
    private static final int BACKGROUND_THREADS = 4;

    private final InstantSource clock;
    // Secrets are made of it as well.
    private final RandomGenerator random = new SecureRandom();
    private final DataFiles data;
    private final Measurements measurements;
    private final ScheduledThreadPoolExecutor executor;

    /** Hands out folders of {@code data}. */
    public ComponentContexts(InstantSource clock, DataFiles data, Measurements measurements) {
        this.clock = clock;
        this.data = data;
        this.measurements = measurements;
        final AtomicInteger number = new AtomicInteger();
        this.executor =
                new ScheduledThreadPoolExecutor(
                        BACKGROUND_THREADS,
                        task ->
                                Thread.ofPlatform()
                                        .name("background-" + number.incrementAndGet())
                                        .daemon()
                                        .unstarted(task));
        executor.setRemoveOnCancelPolicy(true);
    }

    /**
     * A context for one component.
     *
     * @param folder the name of its folder
     * @param facilities what else it may use, by interface
     */
    public ComponentContext of(String folder, Map<Class<?>, Object> facilities) {
        try {
            return new ComponentContext(
                    clock,
                    random,
                    data.folder(folder),
                    new ComponentExecutor(executor),
                    measurements.component(),
                    facilities);
        } catch (IOException e) {
            throw new LokiVectorException(
                    ErrorCode.UNAVAILABLE,
                    "the folder "
                            + folder
                            + " of the data directory cannot be used: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Does something of the host's own beside everything else. */
    public void background(Runnable work) {
        executor.execute(work);
    }

    /** Ends all background work; idempotent. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
