package io.lokivector.storage.memory;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;

/** Makes storage engines of type {@code memory}. */
@ServiceProvider(StorageEngineFactory.class)
public final class MemoryStorageFactory implements StorageEngineFactory<MemoryStorageConfig> {
    /** For {@link java.util.ServiceLoader}. */
    public MemoryStorageFactory() {}

    @Override
    public String type() {
        return "memory";
    }

    @Override
    public Class<MemoryStorageConfig> configType() {
        return MemoryStorageConfig.class;
    }

    @Override
    public StorageEngine create(MemoryStorageConfig config, ExtensionContext context) {
        return new MemoryStorage(config.maxBytes());
    }
}
