package io.lokivector.spi.index;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.ExtensionFactory;

/**
 * Makes vector indexes of one type.
 *
 * @param <C> the options of the index, as given when it is created over REST or in Java
 */
public interface VectorIndexFactory<C extends Record> extends ExtensionFactory<C> {
    /** Makes an empty index. */
    VectorIndex create(C config, VectorSpace space, ExtensionContext context);
}
