package io.lokivector.storage.file;

import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.tck.storage.StorageEngineTck;
import java.util.Map;

final class FileStorageTest extends StorageEngineTck {
    @Override
    protected StorageEngineFactory<?> factory() {
        return new FileStorageFactory();
    }

    @Override
    protected Map<String, Object> options() {
        return Map.of("segment-bytes", 4096, "checkpoint-bytes", 5000, "compaction-ratio", 0.7);
    }
}
