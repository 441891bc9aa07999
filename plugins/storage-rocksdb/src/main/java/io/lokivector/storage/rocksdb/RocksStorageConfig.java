package io.lokivector.storage.rocksdb;

import io.lokivector.spi.schema.Property;

/** The configuration of the storage type {@code rocksdb}. */
public record RocksStorageConfig(
        @Property(
                        description = "Memory for blocks read from the disk.",
                        defaultValue = "128MiB",
                        unit = "bytes",
                        min = 1 << 20,
                        max = 1L << 40)
                long blockCacheBytes,
        @Property(
                        description =
                                "Memory that collects writes before they are sorted into a file;"
                                        + " up to two of them are held.",
                        defaultValue = "64MiB",
                        unit = "bytes",
                        min = 1 << 20,
                        max = 4L << 30)
                long writeBufferBytes,
        @Property(
                        description = "How many files may be open at once.",
                        defaultValue = "512",
                        min = 64,
                        max = 1_000_000)
                int maxOpenFiles,
        @Property(description = "How blocks are compressed on the disk.", defaultValue = "lz4")
                Compression compression,
        @Property(
                        description =
                                "What to do when the write-ahead log is damaged before its end:"
                                        + " refuse to open, or open with what comes before the"
                                        + " damage.",
                        defaultValue = "refuse")
                DamagedLog damagedLog) {

    /** A way to compress blocks. */
    public enum Compression {
        /** As they are. */
        NONE,
        /** Fast, about half the size for text. */
        LZ4,
        /** Slower, smaller. */
        ZSTD
    }

    /** What a damaged write-ahead log means for the start. */
    public enum DamagedLog {
        /** The engine does not open: nothing acknowledged is given up without being told. */
        REFUSE,
        /** The engine opens without the damaged batch and all after it. */
        CUT
    }
}
