package io.lokivector.engine.index;

import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.engine.extension.Sockets;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.embedding.EmbeddingModel;
import io.lokivector.spi.embedding.EmbeddingModelFactory;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.schema.RecordSchema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The embedding models in use, each loaded when it is first needed and let go of when its factory
 * leaves. Thread-safe.
 */
public final class EmbeddingModels implements AutoCloseable {
    private final ExtensionRegistry registry;
    private final ExtensionContext context;
    private final Map<String, Loaded> models = new ConcurrentHashMap<>();

    /** Models from a registry; the context is given to them. */
    public EmbeddingModels(ExtensionRegistry registry, ExtensionContext context) {
        this.registry = registry;
        this.context = context;
    }

    /** A model, or none yet; used under the read lock, changed under the write lock. */
    private static final class Loaded {
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        private volatile @Nullable EmbeddingModel model;
    }

    /**
     * Embeds texts.
     *
     * @throws LokiVectorException {@code UNAVAILABLE} if the model is not there
     */
    public List<float[]> embed(String type, List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        final Loaded loaded = models.computeIfAbsent(type, _ -> new Loaded());
        load(type, loaded);
        loaded.lock.readLock().lock();
        try {
            final @Nullable EmbeddingModel model = loaded.model;
            if (model == null) {
                throw missing(type);
            }
            final List<float[]> vectors = model.embed(texts);
            if (vectors.size() != texts.size()) {
                throw new LokiVectorException(
                        ErrorCode.INTERNAL,
                        "the embedding model '"
                                + type
                                + "' gave "
                                + vectors.size()
                                + " vectors for "
                                + texts.size()
                                + " texts");
            }
            return vectors;
        } finally {
            loaded.lock.readLock().unlock();
        }
    }

    /** Loads the model if that has not happened, so that a missing one is found out about. */
    public void check(String type) {
        load(type, models.computeIfAbsent(type, _ -> new Loaded()));
    }

    private void load(String type, Loaded loaded) {
        if (loaded.model != null) {
            return;
        }
        loaded.lock.writeLock().lock();
        try {
            if (loaded.model == null) {
                loaded.model = create(type);
            }
        } finally {
            loaded.lock.writeLock().unlock();
        }
    }

    private EmbeddingModel create(String type) {
        final EmbeddingModelFactory<?> factory =
                registry.find(Sockets.EMBEDDING_MODEL, type)
                        .orElseThrow(() -> missing(type))
                        .factory();
        return create(factory);
    }

    private <C extends Record> EmbeddingModel create(EmbeddingModelFactory<C> factory) {
        return factory.create(RecordSchema.of(factory.configType()).defaults(), context);
    }

    private static LokiVectorException missing(String type) {
        return new LokiVectorException(
                ErrorCode.UNAVAILABLE,
                "embedding model '"
                        + type
                        + "' is not installed; install the plugin that provides it");
    }

    /** Lets go of a model; it is loaded again when it is needed and there. */
    public void forget(String type) {
        final @Nullable Loaded loaded = models.get(type);
        if (loaded == null) {
            return;
        }
        loaded.lock.writeLock().lock();
        try {
            final @Nullable EmbeddingModel model = loaded.model;
            loaded.model = null;
            if (model != null) {
                model.close();
            }
        } finally {
            loaded.lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        models.keySet().forEach(this::forget);
    }
}
