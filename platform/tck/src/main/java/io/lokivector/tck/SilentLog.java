package io.lokivector.tck;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Nothing of LokiVector is logged while it is open: for tests that make everything fail. */
public final class SilentLog implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.lokivector");
    private final @Nullable Level before = logger.getLevel();

    /** Begins the silence. */
    public SilentLog() {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
