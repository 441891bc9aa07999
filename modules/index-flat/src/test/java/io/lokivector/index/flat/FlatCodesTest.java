package io.lokivector.index.flat;

import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.tck.index.VectorIndexTck;
import java.util.Map;

class FlatCodesTest extends VectorIndexTck {
    @Override
    public VectorIndexFactory<?> factory() {
        return new FlatIndexFactory();
    }

    @Override
    public Map<String, Object> options() {
        return Map.of("quantization", "8bit");
    }
}
