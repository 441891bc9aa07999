package io.lokivector.storage.rocksdb;

import io.lokivector.spi.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/**
 * An open RocksDB and every native object it needs while it is open; the owner of all of them.
 *
 * <p>Knows nothing of who still uses it: {@link RocksStorageEngine} closes it only when nobody
 * does.
 */
final class OpenDatabase implements AutoCloseable {
    private static final double BLOOM_BITS_PER_KEY = 10;
    private static final int MAX_INFO_LOG_BYTES = 4 << 20;

    private final Deque<AutoCloseable> natives = new ArrayDeque<>();
    private final RocksDB rocks;

    /**
     * Opens the database of a folder, creating it if need be.
     *
     * @throws StorageException if it cannot be opened; nothing is left open then
     */
    OpenDatabase(Path folder, RocksStorageConfig config) {
        boolean opened = false;
        try {
            rocks = own(RocksDB.open(options(config), folder.toString()));
            opened = true;
        } catch (RocksDBException e) {
            throw RocksFailure.of("The database could not be opened", e);
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    private Options options(RocksStorageConfig config) {
        final Cache cache = own(new LRUCache(config.blockCacheBytes()));
        final BlockBasedTableConfig table =
                new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFilterPolicy(own(new BloomFilter(BLOOM_BITS_PER_KEY)));
        return own(new Options())
                .setCreateIfMissing(true)
                .setParanoidChecks(true)
                .setTableFormatConfig(table)
                .setWriteBufferSize(config.writeBufferBytes())
                .setMaxOpenFiles(config.maxOpenFiles())
                .setCompressionType(
                        switch (config.compression()) {
                            case NONE -> CompressionType.NO_COMPRESSION;
                            case LZ4 -> CompressionType.LZ4_COMPRESSION;
                            case ZSTD -> CompressionType.ZSTD_COMPRESSION;
                        })
                .setWalRecoveryMode(
                        switch (config.damagedLog()) {
                            // Only a batch cut off at the very end is taken for a crash.
                            case REFUSE -> WALRecoveryMode.TolerateCorruptedTailRecords;
                            case CUT -> WALRecoveryMode.PointInTimeRecovery;
                        })
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(MAX_INFO_LOG_BYTES)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0);
    }

    private <T extends AutoCloseable> T own(T object) {
        natives.push(object);
        return object;
    }

    RocksDB rocks() {
        return rocks;
    }

    /** Releases everything, the youngest first. */
    @Override
    public void close() {
        while (!natives.isEmpty()) {
            try {
                natives.pop().close();
            } catch (Exception e) {
                System.getLogger(OpenDatabase.class.getName())
                        .log(System.Logger.Level.WARNING, "a native object did not close", e);
            }
        }
    }
}
