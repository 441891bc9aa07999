package io.lokivector.storage.rocksdb;

import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.tck.storage.StorageEngineTck;
import java.util.Map;

class RocksStorageConformanceTest extends StorageEngineTck {
    @Override
    protected StorageEngineFactory<?> factory() {
        return new RocksStorageFactory();
    }

    @Override
    protected Rest rest() {
        return Rest.DIRECTORY;
    }

    @Override
    protected Map<String, Object> options() {
        return Map.of("write-buffer-bytes", "1MiB");
    }
}
