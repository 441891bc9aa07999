package io.lokivector.spi.extension;

import io.lokivector.spi.file.DataFiles;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * What a component is given at its creation, and all it may use of the world.
 *
 * <p>Time, randomness and files are passed in so that tests can hold them still, replay them and
 * crash them. A component logs through {@link System.Logger}.
 */
public interface ExtensionContext {
    /** The clock. */
    InstantSource clock();

    /** The source of randomness; safe for use by many threads. */
    RandomGenerator random();

    /** The folder that belongs to this component alone. */
    DataFiles files();

    /** Runs background work; owned by the host, never to be shut down by a component. */
    ScheduledExecutorService executor();

    /** Where measurements go. */
    Meters meters();
}
