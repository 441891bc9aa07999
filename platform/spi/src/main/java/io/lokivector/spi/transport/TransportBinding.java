package io.lokivector.spi.transport;

import java.time.Duration;

/** A transport at work. */
public interface TransportBinding {
    /** Where clients reach it, for people and logs, for example {@code http://localhost:4000}. */
    String address();

    /**
     * Takes nothing new, and waits for what was taken to be answered.
     *
     * @return whether everything was answered within {@code atMost}
     */
    boolean drain(Duration atMost);
}
