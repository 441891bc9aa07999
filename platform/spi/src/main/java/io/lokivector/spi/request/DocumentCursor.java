package io.lokivector.spi.request;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents one after the other; for one thread, to be closed. */
public interface DocumentCursor extends Iterator<Map<String, @Nullable Object>>, AutoCloseable {
    /** Releases what it holds; idempotent. */
    @Override
    void close();
}
