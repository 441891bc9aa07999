package io.lokivector.index.jvector;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;

/** Makes JVector indexes, type {@code jvector}. */
public final class JVectorIndexFactory implements VectorIndexFactory<JVectorConfig> {
    /** For the service loader. */
    public JVectorIndexFactory() {}

    @Override
    public String type() {
        return "jvector";
    }

    @Override
    public Class<JVectorConfig> configType() {
        return JVectorConfig.class;
    }

    @Override
    public VectorIndex create(JVectorConfig config, VectorSpace space, ExtensionContext context) {
        return new JVectorIndex(config, space, Runtime.getRuntime().availableProcessors());
    }
}
