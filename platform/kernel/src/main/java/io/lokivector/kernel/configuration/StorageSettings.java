package io.lokivector.kernel.configuration;

import io.lokivector.spi.schema.Property;

/** Which storage engine holds the documents; its own settings stand in a section of its name. */
public record StorageSettings(
        @Property(
                        description = "Type of the storage engine.",
                        defaultValue = "file",
                        min = 1,
                        max = 64)
                String type) {}
