package io.lokivector.kernel.lifecycle;

import io.lokivector.engine.Engine;
import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.kernel.configuration.Configuration;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.storage.StorageEngine;

/** Opens the database engine on a storage engine. */
@FunctionalInterface
public interface EngineOpener {
    /**
     * Opens it; returns once it is ready for requests.
     *
     * @param storage stays the caller's, who closes it after the engine
     */
    Engine open(
            Configuration configuration,
            StorageEngine storage,
            ExtensionRegistry registry,
            ExtensionContext context);
}
