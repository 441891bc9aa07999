package io.lokivector.spi.storage;

import java.util.List;
import java.util.Optional;

/**
 * An unchanging view of a store. Many may be open beside one writer; each may be used by any number
 * of threads.
 */
public interface Snapshot extends AutoCloseable {
    /**
     * The value of a key; the array belongs to the caller.
     *
     * @throws StorageException with {@link io.lokivector.spi.ErrorCode#CORRUPTED} if its bytes are
     *     damaged
     */
    Optional<byte[]> get(String space, byte[] key);

    /** The keys of a space from {@code from} (included) to {@code to} (excluded), in order. */
    Scan scan(String space, byte[] from, byte[] to);

    /** All keys of a space, in order. */
    Scan scan(String space);

    /** The names of the spaces that have keys, sorted. */
    List<String> spaces();

    /** Releases the view; idempotent. Using it afterwards is an {@link IllegalStateException}. */
    @Override
    void close();

    /** A walk over keys; used by one thread, closed before its snapshot. */
    interface Scan extends AutoCloseable {
        /** Steps to the next entry; false at the end. */
        boolean next();

        /** The key at hand; the array is not to be changed. */
        byte[] key();

        /** The value at hand; the array belongs to the caller. */
        byte[] value();

        /** Ends the walk; idempotent. */
        @Override
        void close();
    }
}
