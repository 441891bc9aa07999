package io.lokivector.spi.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * An open file, read and written at positions.
 *
 * <p>Reads may run beside each other and beside a write to other positions. Writes are not durable
 * before {@link #force()} returns; after a crash an unforced write may be there wholly, partly or
 * not at all.
 */
public interface DataFile extends AutoCloseable {
    /**
     * Reads into {@code target} from {@code position} until the buffer is full or the file ends.
     *
     * @return how many bytes were read; less than asked only at the end of the file
     */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all of {@code source} at {@code position}, growing the file when needed. */
    void write(ByteBuffer source, long position) throws IOException;

    /** The length in bytes. */
    long size() throws IOException;

    /** Cuts the file to {@code size} bytes. */
    void truncate(long size) throws IOException;

    /** Returns once everything written so far is durable. */
    void force() throws IOException;

    /** A read-only view of the bytes, alive as long as {@code arena}. */
    MemorySegment map(long position, long size, Arena arena) throws IOException;

    /** Closes the file without forcing it; idempotent. */
    @Override
    void close() throws IOException;
}
