package io.lokivector.engine;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.Meters;
import io.lokivector.spi.file.DataFiles;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** The world of one component. */
record ComponentContext(
        InstantSource clock,
        RandomGenerator random,
        DataFiles files,
        ScheduledExecutorService executor,
        Meters meters)
        implements ExtensionContext {
    /** The same world with another folder. */
    static ComponentContext of(ExtensionContext context, DataFiles files) {
        return new ComponentContext(
                context.clock(), context.random(), files, context.executor(), context.meters());
    }
}
