package io.lokivector.storage.memory;

import io.lokivector.spi.schema.Property;

/** Configuration of the storage engine of type {@code memory}. */
public record MemoryStorageConfig(
        @Property(
                        description =
                                "The most that keys and values may occupy; a write beyond it is"
                                        + " refused.",
                        defaultValue = "1GiB",
                        unit = "bytes",
                        min = 1024)
                long maxBytes) {}
