package io.lokivector.benchmarks.vectors;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.file.DiskFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** The world of one component that runs without a kernel. */
record ComponentContext(
        InstantSource clock,
        RandomGenerator random,
        DataFiles files,
        ScheduledExecutorService executor,
        Meters meters)
        implements ExtensionContext, AutoCloseable {
    private static final long SEED = 100;

    /** A world with files in a folder, which is made if need be, and a fixed seed. */
    static ComponentContext at(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new ComponentContext(
                InstantSource.system(),
                new Random(SEED),
                DiskFiles.at(folder),
                Executors.newScheduledThreadPool(
                        1, Thread.ofPlatform().daemon().name("background-", 0).factory()),
                Meters.none());
    }

    /** Stops the background work. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
