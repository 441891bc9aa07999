package io.lokivector.spi.extension;

/**
 * Makes one type of component for one socket.
 *
 * <p>A factory is found through {@link java.util.ServiceLoader} under the interface of its socket
 * (for example {@link io.lokivector.spi.storage.StorageEngineFactory}), whether it comes from the
 * class path, an OSGi bundle or a plugin jar. It has a public no-argument constructor, holds no
 * state, and may be called from any thread.
 *
 * @param <C> the configuration record, public, its components annotated with {@link
 *     io.lokivector.spi.schema.Property}
 */
public interface ExtensionFactory<C extends Record> {
    /**
     * The name that configuration and requests use, for example {@code "hnsw"}: lower case letters,
     * digits and hyphens, at most 64 characters, unique within the socket.
     */
    String type();

    /** The configuration record. */
    Class<C> configType();
}
