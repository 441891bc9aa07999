package io.lokivector.spi.transport;

import io.lokivector.spi.extension.ExtensionFactory;

/**
 * Makes transports of one type.
 *
 * @param <C> the configuration record
 */
public interface TransportFactory<C extends Record> extends ExtensionFactory<C> {
    /** Makes a transport that is not yet started. */
    Transport create(C config, TransportContext context);
}
