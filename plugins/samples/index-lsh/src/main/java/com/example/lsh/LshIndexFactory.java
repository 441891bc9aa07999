package com.example.lsh;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;

/** Makes indexes of type {@code lsh}. */
public final class LshIndexFactory implements VectorIndexFactory<LshConfig> {
    @Override
    public String type() {
        return "lsh";
    }

    @Override
    public Class<LshConfig> configType() {
        return LshConfig.class;
    }

    @Override
    public VectorIndex create(LshConfig config, VectorSpace space, ExtensionContext context) {
        return new LshIndex(config, space);
    }
}
