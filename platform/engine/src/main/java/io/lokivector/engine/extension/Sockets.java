package io.lokivector.engine.extension;

import io.lokivector.spi.embedding.EmbeddingModelFactory;
import io.lokivector.spi.extension.ExtensionFactory;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.storage.StorageEngineFactory;

/**
 * The sockets that the engine asks for, as typed classes: a class literal has no type arguments.
 */
public final class Sockets {
    /** Makes vector indexes. */
    public static final Class<VectorIndexFactory<?>> VECTOR_INDEX = typed(VectorIndexFactory.class);

    /** Makes embedding models. */
    public static final Class<EmbeddingModelFactory<?>> EMBEDDING_MODEL =
            typed(EmbeddingModelFactory.class);

    /** Makes storage engines. */
    public static final Class<StorageEngineFactory<?>> STORAGE_ENGINE =
            typed(StorageEngineFactory.class);

    private Sockets() {}

    @SuppressWarnings("unchecked") // the wildcard says nothing that the literal does not
    private static <F extends ExtensionFactory<?>> Class<F> typed(Class<?> socket) {
        return (Class<F>) socket;
    }
}
