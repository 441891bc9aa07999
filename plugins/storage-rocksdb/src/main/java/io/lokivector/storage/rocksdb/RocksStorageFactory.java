package io.lokivector.storage.rocksdb;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;

/** Makes storage engines of the type {@code rocksdb}, for data larger than memory. */
public final class RocksStorageFactory implements StorageEngineFactory<RocksStorageConfig> {
    private static final String FOLDER = "rocksdb";

    /** For the service loader. */
    public RocksStorageFactory() {}

    @Override
    public String type() {
        return "rocksdb";
    }

    @Override
    public Class<RocksStorageConfig> configType() {
        return RocksStorageConfig.class;
    }

    @Override
    public StorageEngine create(RocksStorageConfig config, ExtensionContext context) {
        if (context.files().path().isEmpty()) {
            throw new StorageException(
                    ErrorCode.BAD_REQUEST,
                    "The storage type 'rocksdb' needs a data folder on a disk; use 'memory' for"
                            + " data that is not kept.");
        }
        NativeLibrary.load(context.files());
        return new RocksStorageEngine(databaseFolder(context.files()), config);
    }

    private static Path databaseFolder(DataFiles files) {
        try {
            final DataFiles folder = files.folder(FOLDER);
            // RocksDB would take a folder without CURRENT for a new database, and clear it.
            if (!folder.exists("CURRENT")
                    && folder.list().stream()
                            .anyMatch(name -> name.endsWith(".sst") || name.endsWith(".log"))) {
                throw new StorageException(
                        ErrorCode.CORRUPTED,
                        "The folder '"
                                + FOLDER
                                + "' has data but its file CURRENT is missing: restore the file or"
                                + " a backup.");
            }
            return folder.path().orElseThrow();
        } catch (IOException e) {
            throw new StorageException(
                    ErrorCode.UNAVAILABLE, "The data folder cannot be read or written.", e);
        }
    }
}
