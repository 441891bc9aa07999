package io.lokivector.storage.rocksdb;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says in the SPI's words what RocksDB said in its own. */
final class RocksFailure {
    private RocksFailure() {}

    /**
     * The failure of an operation.
     *
     * @param attempt what could not be done: {@code "The batch could not be written"}
     */
    static StorageException of(String attempt, RocksDBException cause) {
        return switch (kind(cause)) {
            case CORRUPTION ->
                    new StorageException(
                            ErrorCode.CORRUPTED,
                            attempt
                                    + ": stored bytes do not match their checksum. Restore a backup,"
                                    + " or see the log for the file.",
                            cause);
            case NO_SPACE ->
                    new StorageException(
                            ErrorCode.UNAVAILABLE,
                            attempt + ": the disk is full. Free some space and restart.",
                            cause);
            case OTHER ->
                    new StorageException(
                            ErrorCode.UNAVAILABLE,
                            attempt + ": RocksDB reported a failure, which the log has in full.",
                            cause);
        };
    }

    private enum Kind {
        CORRUPTION,
        NO_SPACE,
        OTHER
    }

    private static Kind kind(RocksDBException cause) {
        final @Nullable Status status = cause.getStatus();
        if (status == null) {
            return Kind.OTHER;
        }
        if (status.getCode() == Status.Code.Corruption) {
            return Kind.CORRUPTION;
        }
        return status.getSubCode() == Status.SubCode.NoSpace ? Kind.NO_SPACE : Kind.OTHER;
    }
}
