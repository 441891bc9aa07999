package io.lokivector.kernel.extension;

import io.lokivector.spi.console.ConsolePageFactory;
import io.lokivector.spi.embedding.EmbeddingModelFactory;
import io.lokivector.spi.extension.ExtensionFactory;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.limit.RateLimiterFactory;
import io.lokivector.spi.security.AuthenticatorFactory;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.spi.transport.TransportFactory;

/** The sockets that modules and plugins can fill. */
public enum Socket {
    /** Where documents rest. */
    STORAGE_ENGINE("storage-engine", StorageEngineFactory.class),
    /** How vectors are searched. */
    VECTOR_INDEX("vector-index", VectorIndexFactory.class),
    /** Who a caller is. */
    AUTHENTICATOR("authenticator", AuthenticatorFactory.class),
    /** How often a caller may ask. */
    RATE_LIMITER("rate-limiter", RateLimiterFactory.class),
    /** How requests come in. */
    TRANSPORT("transport", TransportFactory.class),
    /** How texts become vectors. */
    EMBEDDING_MODEL("embedding-model", EmbeddingModelFactory.class),
    /** What the console shows. */
    CONSOLE_PAGE("console-page", ConsolePageFactory.class);

    private final String label;
    private final Class<?> factory;

    Socket(String label, Class<?> factory) {
        this.label = label;
        this.factory = factory;
    }

    /** Its name for people, for example {@code storage-engine}. */
    public String label() {
        return label;
    }

    /** The interface of its factories. */
    public Class<?> factory() {
        return factory;
    }

    /** A factory for this socket as people see it, for example {@code storage-engine:file}. */
    String describe(ExtensionFactory<?> filler) {
        return label + ":" + filler.type();
    }
}
