package io.lokivector.storage.file;

import io.lokivector.spi.schema.Property;

/** Configuration of the storage engine of type {@code file}. */
public record FileStorageConfig(
        @Property(
                        description = "The size at which the log goes on in a new file.",
                        defaultValue = "64MiB",
                        unit = "bytes",
                        min = 4096,
                        max = 1 << 30)
                int segmentBytes,
        @Property(
                        description =
                                "After how much new log the directory of keys is written down, so"
                                        + " that opening need not read the log from its beginning."
                                        + " More, when the directory itself is larger than that.",
                        defaultValue = "64MiB",
                        unit = "bytes",
                        min = 4096)
                long checkpointBytes,
        @Property(
                        description =
                                "The share of a log file that must still be in use; below it the"
                                        + " rest is written anew and the file deleted. At one half"
                                        + " every byte is rewritten once on average.",
                        defaultValue = "0.5",
                        min = 0,
                        max = 0.9)
                double compactionRatio) {}
