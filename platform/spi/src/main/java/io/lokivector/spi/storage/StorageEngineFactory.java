package io.lokivector.spi.storage;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.ExtensionFactory;

/**
 * Makes storage engines of one type.
 *
 * @param <C> the configuration record
 */
public interface StorageEngineFactory<C extends Record> extends ExtensionFactory<C> {
    /**
     * Opens the database in {@code context.files()}, creating it when the folder is empty and
     * recovering it when the last process did not close it.
     *
     * @throws StorageException if it cannot be opened; nothing is left open then
     */
    StorageEngine create(C config, ExtensionContext context);
}
