package io.lokivector.http;

/** The server's HTTP port, on which web contexts are mounted while it runs. Thread-safe. */
public interface HttpHost {
    /**
     * Serves a context from now on.
     *
     * @throws IllegalStateException if its path is taken; the message names the path
     */
    Mount mount(WebContext context);

    /** Where clients reach it, for example {@code http://localhost:4000}. */
    String address();

    /** A mounted context. */
    interface Mount extends AutoCloseable {
        /** Serves the context no longer, once the requests under way are answered; idempotent. */
        @Override
        void close();
    }
}
