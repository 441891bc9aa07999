package io.lokivector.spi.transport;

import io.lokivector.spi.extension.ExtensionContext;
import java.util.Optional;

/** What a transport is given at its creation. */
public interface TransportContext extends ExtensionContext {
    /**
     * A facility of the server that transports share, by its interface: a server with an HTTP port
     * offers {@code io.lokivector.http.HttpHost}.
     */
    <T> Optional<T> facility(Class<T> type);
}
