package io.lokivector.tck.conformance;

import io.lokivector.spi.transport.RequestHandler;

/** A database that recordings are replayed on. */
public interface ReplayedDatabase extends AutoCloseable {
    /** The way into it, as it is open now. */
    RequestHandler handler();

    /** Closes it, and opens it again. */
    void reopen();

    @Override
    void close();
}
