package io.lokivector.storage.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.Durability;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.StorageEngine;
import io.lokivector.spi.storage.StorageEngineFactory;
import io.lokivector.spi.storage.StorageException;
import io.lokivector.spi.storage.WriteBatch;
import io.lokivector.tck.storage.StorageEngineTck;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class MemoryStorageTest extends StorageEngineTck {
    @Override
    protected StorageEngineFactory<?> factory() {
        return new MemoryStorageFactory();
    }

    @Override
    protected Rest rest() {
        return Rest.NOWHERE;
    }

    @Test
    @SuppressWarnings("rawtypes")
    void isFoundAsAService() {
        assertTrue(
                ServiceLoader.load(StorageEngineFactory.class).stream()
                        .anyMatch(found -> found.type() == MemoryStorageFactory.class));
    }

    @Test
    void refusesWhatDoesNotFitAndTakesWhatFrees() {
        try (StorageEngine storage = new MemoryStorage(1024)) {
            final byte[] key = {1};
            storage.apply(new WriteBatch().put("a", key, new byte[800]), Durability.NONE);
            final WriteBatch tooMuch = new WriteBatch().put("b", key, new byte[200]);
            assertEquals(
                    ErrorCode.UNAVAILABLE,
                    assertThrows(
                                    StorageException.class,
                                    () -> storage.apply(tooMuch, Durability.NONE))
                            .code());
            try (Snapshot snapshot = storage.snapshot()) {
                assertTrue(snapshot.get("b", key).isEmpty(), "nothing of it was applied");
            }
            storage.apply(new WriteBatch().dropSpace("a"), Durability.NONE);
            assertEquals(0, storage.sizeBytes());
            storage.apply(tooMuch, Durability.NONE);
        }
    }
}
