package io.lokivector.index.hnsw;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;

/** Makes HNSW indexes, type {@code hnsw}. */
@ServiceProvider(VectorIndexFactory.class)
public final class HnswIndexFactory implements VectorIndexFactory<HnswConfig> {
    /** For the service loader. */
    public HnswIndexFactory() {}

    @Override
    public String type() {
        return "hnsw";
    }

    @Override
    public Class<HnswConfig> configType() {
        return HnswConfig.class;
    }

    @Override
    public VectorIndex create(HnswConfig config, VectorSpace space, ExtensionContext context) {
        return new HnswIndex(config, space, context.random());
    }
}
