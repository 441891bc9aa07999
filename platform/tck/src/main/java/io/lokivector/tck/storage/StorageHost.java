package io.lokivector.tck.storage;

import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.tck.TestContext;
import java.util.Map;

/**
 * A running engine with the world around it, as a server would hold it.
 *
 * @param engine the engine under test
 * @param context its world
 */
record StorageHost(StorageEngine engine, TestContext context) implements AutoCloseable {

    /** Opens an engine; nothing is left behind when that fails. */
    static StorageHost open(
            StorageEngineFactory<?> factory, Map<String, Object> options, TestContext context) {
        try {
            return new StorageHost(create(factory, options, context), context);
        } catch (Throwable failure) {
            context.close();
            throw failure;
        }
    }

    static StorageHost open(
            StorageEngineFactory<?> factory, Map<String, Object> options, DataFiles files) {
        return open(factory, options, new TestContext(files));
    }

    private static <C extends Record> StorageEngine create(
            StorageEngineFactory<C> factory, Map<String, Object> options, TestContext context) {
        return factory.create(
                RecordSchema.of(factory.configType()).bind(options, "storage"), context);
    }

    @Override
    public void close() {
        try {
            engine.close();
        } finally {
            context.close();
        }
    }
}
