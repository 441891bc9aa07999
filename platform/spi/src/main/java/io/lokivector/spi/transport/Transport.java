package io.lokivector.spi.transport;

/**
 * A way for requests to reach the database: it reads them off a wire, hands them on, and writes the
 * answers. It owns no policy: no limits, no rights, no defaults of the engine.
 */
public interface Transport extends AutoCloseable {
    /**
     * Begins to take requests.
     *
     * @throws io.lokivector.spi.LokiVectorException if it cannot, for example because the port is
     *     taken; the message names it
     */
    TransportBinding start(RequestHandler requests);

    /** Stops it if it was started; idempotent. */
    @Override
    void close();
}
