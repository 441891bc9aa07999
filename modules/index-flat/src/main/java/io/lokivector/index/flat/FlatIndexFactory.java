package io.lokivector.index.flat;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;

/** Makes flat indexes, type {@code flat}. */
@ServiceProvider(VectorIndexFactory.class)
public final class FlatIndexFactory implements VectorIndexFactory<FlatConfig> {
    /** For the service loader. */
    public FlatIndexFactory() {}

    @Override
    public String type() {
        return "flat";
    }

    @Override
    public Class<FlatConfig> configType() {
        return FlatConfig.class;
    }

    @Override
    public VectorIndex create(FlatConfig config, VectorSpace space, ExtensionContext context) {
        return new FlatIndex(config, space);
    }
}
