package io.lokivector.storage.file;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;

/** Makes storage engines of type {@code file}. */
@ServiceProvider(StorageEngineFactory.class)
public final class FileStorageFactory implements StorageEngineFactory<FileStorageConfig> {
    /** For {@link java.util.ServiceLoader}. */
    public FileStorageFactory() {}

    @Override
    public String type() {
        return "file";
    }

    @Override
    public Class<FileStorageConfig> configType() {
        return FileStorageConfig.class;
    }

    @Override
    public StorageEngine create(FileStorageConfig config, ExtensionContext context) {
        return FileStorage.open(config, context);
    }
}
