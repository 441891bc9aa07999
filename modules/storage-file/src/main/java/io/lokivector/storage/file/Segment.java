package io.lokivector.storage.file;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.file.DataFile;
import io.lokivector.spi.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** One file of the log, open. Reads are free for all threads; writing is the log's business. */
final class Segment {
    private static final String PREFIX = "segment-";
    private static final String SUFFIX = ".log";

    private final int number;
    private final int salt;
    private final DataFile file;
    private volatile int length;
    private long liveBytes;

    Segment(int number, int salt, DataFile file, int length) {
        this.number = number;
        this.salt = salt;
        this.file = file;
        this.length = length;
    }

    static String name(int number) {
        return PREFIX + HexFormat.of().toHexDigits(number) + SUFFIX;
    }

    static boolean isName(String file) {
        return file.matches(PREFIX + "[0-9a-f]{8}" + "\\" + SUFFIX);
    }

    static int number(String name) {
        return Integer.parseInt(name, PREFIX.length(), name.length() - SUFFIX.length(), 16);
    }

    int number() {
        return number;
    }

    int salt() {
        return salt;
    }

    DataFile file() {
        return file;
    }

    /** Where the log ends in this segment. */
    int length() {
        return length;
    }

    void length(int newLength) {
        length = newLength;
    }

    /** The bytes of puts that are still in use; guarded by the log's lock. */
    long liveBytes() {
        return liveBytes;
    }

    void changeLiveBytes(long by) {
        liveBytes += by;
    }

    /**
     * The value at a location, verified.
     *
     * @throws StorageException if its bytes are damaged or cannot be read
     */
    byte[] read(Location location) {
        final int start = location.offset() - LogFormatV1.VALUE_CHECKSUM_BYTES;
        final ByteBuffer bytes =
                ByteBuffer.allocate(LogFormatV1.VALUE_CHECKSUM_BYTES + location.length());
        return verified(readAt(bytes, start), 0, location);
    }

    /** Fills the buffer from a position, as far as the file goes, and flips it. */
    ByteBuffer readAt(ByteBuffer bytes, int position) {
        try {
            file.read(bytes, position);
        } catch (IOException e) {
            throw new StorageException(
                    ErrorCode.UNAVAILABLE,
                    "cannot read " + name(number) + " at byte " + position + ": " + e.getMessage(),
                    e);
        }
        return bytes.flip();
    }

    /** The value of a location whose checksum stands at {@code at} in the bytes. */
    byte[] verified(ByteBuffer bytes, int at, Location location) {
        final byte[] value = new byte[location.length()];
        final int from = at + LogFormatV1.VALUE_CHECKSUM_BYTES;
        if (bytes.limit() < from + value.length) {
            throw damaged(location);
        }
        bytes.get(from, value);
        if (LogFormatV1.checksum(value, 0, value.length) != bytes.getInt(at)) {
            throw damaged(location);
        }
        return value;
    }

    private StorageException damaged(Location location) {
        return new StorageException(
                ErrorCode.CORRUPTED,
                name(number)
                        + " is damaged: the value at byte "
                        + location.offset()
                        + " does not match its checksum; restore it from a backup");
    }
}
