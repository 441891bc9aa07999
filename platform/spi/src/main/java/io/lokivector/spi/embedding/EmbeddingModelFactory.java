package io.lokivector.spi.embedding;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.ExtensionFactory;

/**
 * Makes embedding models of one type.
 *
 * @param <C> the configuration record
 */
public interface EmbeddingModelFactory<C extends Record> extends ExtensionFactory<C> {
    /** Loads the model. */
    EmbeddingModel create(C config, ExtensionContext context);
}
